namespace Ziggie.Engine.Libraries;

/// <summary>The release of llama.cpp that this program is written for; the layout of its structs belongs to it.</summary>
public static class EngineRelease
{
    public const string Version = "v0.5.0";

    /// <summary>The folder of a build, below <c>engine</c>.</summary>
    public static string FolderName(EngineVariant variant) => $"{Version}-{variant.Word()}";
}

/// <summary>What a build of the libraries computes with. Each can also use the processor.</summary>
public enum EngineVariant { Cpu, Cuda, Vulkan }

/// <summary>Variants as they are written.</summary>
public static class EngineVariants
{
    /// <summary>In the order in which one is taken where several are there.</summary>
    internal static IReadOnlyList<EngineVariant> Preferred { get; } = [EngineVariant.Cuda, EngineVariant.Vulkan, EngineVariant.Cpu];

    public static string Word(this EngineVariant variant) => variant switch { EngineVariant.Cuda => "cuda", EngineVariant.Vulkan => "vulkan", _ => "cpu" };
}
