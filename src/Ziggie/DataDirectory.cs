namespace Ziggie;

/// <summary>Where this control center keeps what it knows: database, keys, journal, logs.</summary>
/// <param name="Path">Absolute.</param>
public sealed record DataDirectory(string Path)
{
    /// <summary>A path inside it.</summary>
    public string File(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);
}
