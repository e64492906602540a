using System.Security.Cryptography;
using System.Text.Json;

namespace Ziggie.Models.Library;

/// <summary>One file of a model in a store.</summary>
/// <param name="Digest">64 digits, safe as part of a file's name.</param>
internal sealed record OllamaLayer(string Kind, string Digest, long Size);

/// <summary>The list of a model's files, as Ollama keeps it.</summary>
/// <param name="Digest">Of the list itself.</param>
/// <param name="Layers">With the configuration.</param>
internal sealed record OllamaManifest(string Digest, IReadOnlyList<OllamaLayer> Layers)
{
    private const int MostBytes = 4 << 20;
    private const int MostLayers = 4_096;
    private const int MostTextBytes = 1 << 20;
    private const string KindPrefix = "application/vnd.ollama.image.";
    private const string DigestPrefix = "sha256";
    private const int DigestDigits = 64;

    public long SizeBytes => Layers.Sum(l => l.Size);

    public OllamaLayer? Find(string kind) => Layers.FirstOrDefault(l => l.Kind == kind);

    /// <summary>Null where there is none that can be read.</summary>
    public static OllamaManifest? Read(string path)
    {
        try
        {
            if (FileStamp.Of(path) is not { Size: > 0 and <= MostBytes }) return null;
            var bytes = File.ReadAllBytes(path);
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            var layers = new List<OllamaLayer>();
            if (root.TryGetProperty("layers", out var listed) && listed.ValueKind == JsonValueKind.Array)
                layers.AddRange(listed.EnumerateArray().Take(MostLayers).Select(Layer).OfType<OllamaLayer>());
            if (root.TryGetProperty("config", out var config) && Layer(config) is { } configured) layers.Add(configured);
            return new OllamaManifest(Convert.ToHexStringLower(SHA256.HashData(bytes)), layers);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A short text among the files; null where there is none or it is too long.</summary>
    public string? Text(string kind, Func<OllamaLayer, string> blob)
    {
        if (Find(kind) is not { Size: > 0 and <= MostTextBytes } layer) return null;
        try
        {
            var path = blob(layer);
            return FileStamp.Of(path) is { Size: > 0 and <= MostTextBytes } ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static OllamaLayer? Layer(JsonElement layer)
    {
        if (layer.ValueKind != JsonValueKind.Object) return null;
        var type = Text(layer, "mediaType") ?? "";
        if (Digits(Text(layer, "digest")) is not { } digest) return null;
        var size = layer.TryGetProperty("size", out var said) && said.ValueKind == JsonValueKind.Number && said.TryGetInt64(out var bytes) ? bytes : 0;
        return new OllamaLayer(type.StartsWith(KindPrefix, StringComparison.Ordinal) ? type[KindPrefix.Length..] : type, digest, Math.Clamp(size, 0, 1L << 50));
    }

    /// <summary>Behind <c>sha256:</c>, or <c>sha256-</c> as in names of files.</summary>
    private static string? Digits(string? digest)
    {
        if (digest is null || digest.Length != DigestPrefix.Length + 1 + DigestDigits || !digest.StartsWith(DigestPrefix, StringComparison.OrdinalIgnoreCase)) return null;
        var digits = digest[(DigestPrefix.Length + 1)..].ToLowerInvariant();
        return digits.All(char.IsAsciiHexDigit) ? digits : null;
    }

    private static string? Text(JsonElement layer, string name) =>
        layer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
