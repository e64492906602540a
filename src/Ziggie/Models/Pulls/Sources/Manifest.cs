using System.Text.Json;

namespace Ziggie.Models.Pulls.Sources;

/// <summary>One file of a model.</summary>
internal sealed record Layer(string MediaType, Digest Digest, long Size);

/// <summary>The list of a model's files, as a registry keeps it.</summary>
/// <param name="Layers">Each digest once, the configuration last.</param>
/// <param name="Model">The one that is the GGUF file.</param>
internal sealed record Manifest(IReadOnlyList<Layer> Layers, Layer Model)
{
    public const string MediaType = "application/vnd.docker.distribution.manifest.v2+json";
    public const int MaxBytes = 4 << 20;
    private const string ModelLayer = "application/vnd.ollama.image.model";
    private const int MaxLayers = 256;
    private const long MaxSize = 1L << 44;

    public long Size => Layers.Sum(l => l.Size);

    /// <exception cref="PullException">It is none, or not that of a GGUF model.</exception>
    public static Manifest Parse(ReadOnlyMemory<byte> json, string of)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Bad(of, "it is no object");
            if (root.TryGetProperty("manifests", out _)) throw Bad(of, "it lists images for several platforms, not one model");
            if (!root.TryGetProperty("layers", out var layers) || layers.ValueKind != JsonValueKind.Array) throw Bad(of, "it has no layers");
            if (layers.GetArrayLength() > MaxLayers) throw Bad(of, $"it has more than {MaxLayers} layers");
            var all = layers.EnumerateArray().Select(l => Read(l, of)).ToList();
            if (root.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object) all.Add(Read(config, of));
            var model = all.Find(l => l.MediaType == ModelLayer) ?? throw Bad(of, "it has no GGUF model in it, so it is nothing that runs here");
            return new Manifest([.. all.DistinctBy(l => l.Digest)], model);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Bad(of, "it is no valid JSON");
        }
    }

    private static Layer Read(JsonElement layer, string of)
    {
        if (layer.ValueKind != JsonValueKind.Object) throw Bad(of, "a layer is no object");
        var digest = Digest.Parse(Text(layer, "digest")) ?? throw Bad(of, "a layer's digest is no SHA-256");
        if (!layer.TryGetProperty("size", out var said) || said.ValueKind != JsonValueKind.Number || !said.TryGetInt64(out var size) || size is < 0 or > MaxSize) throw Bad(of, "a layer's size is none");
        return new Layer(Text(layer, "mediaType") ?? "", digest, size);
    }

    private static string? Text(JsonElement layer, string name) =>
        layer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static PullException Bad(string of, string why) => new(PullFault.Source, $"The registry's manifest of {of} cannot be used: {why}.");
}
