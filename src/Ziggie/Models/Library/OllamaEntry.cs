namespace Ziggie.Models.Library;

/// <summary>A model in a store, by its manifest.</summary>
/// <param name="Path">Of the manifest.</param>
internal sealed record OllamaEntry(OllamaName Name, string Path, DateTime WrittenUtc, OllamaManifest Manifest)
{
    public string? Parameters { get; init; }
    public string? System { get; init; }
    public string? Template { get; init; }
    public string? License { get; init; }
}
