namespace Ziggie.Models.Pulls.Sources;

/// <summary>What a file must hash to.</summary>
/// <param name="Hex">64 lower-case digits of its SHA-256.</param>
internal sealed record Digest(string Hex)
{
    private const string Prefix = "sha256:";

    /// <summary>The name of its blob.</summary>
    public string FileName => $"sha256-{Hex}";

    /// <summary>Enough to tell blobs apart, as Ollama shows them.</summary>
    public string Short => Hex[..12];

    public override string ToString() => Prefix + Hex;

    /// <summary>With <c>sha256:</c> before it or without; null where it is none.</summary>
    public static Digest? Parse(string? text)
    {
        if (text is null) return null;
        var hex = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text;
        return hex.Length == 64 && hex.All(char.IsAsciiHexDigit) ? new Digest(hex.ToLowerInvariant()) : null;
    }
}
