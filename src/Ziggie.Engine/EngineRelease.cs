namespace Ziggie.Engine;

/// <summary>The llama.cpp that this build speaks to; its structures differ from release to release.</summary>
public static class EngineRelease
{
    /// <summary>As <c>llama_version</c> begins.</summary>
    public const string Llama = "0.5.0";
}
