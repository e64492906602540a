using System.Globalization;

namespace Ziggie.Engine.Gguf;

/// <summary>Reads <see cref="ModelInfo"/> from a file's metadata and tensors.</summary>
internal static class ModelInfoReader
{
    private const string TemplateKey = "tokenizer.chat_template";

    public static ModelInfo Read(GgufFile file)
    {
        var keys = new ModelKeys(file);
        var layers = keys.Count("block_count", most: ModelKeys.MostLayers);
        var weights = Weigh(file, layers);
        var pooling = Pooling(keys);
        var kind = ModelKinds.Of(keys, file, pooling);
        var template = keys.Text(TemplateKey);
        var named = NamedTemplates(file);
        return new ModelInfo
        {
            Architecture = keys.Architecture,
            Name = keys.Line("general.name"),
            License = keys.Line("general.license"),
            Parameters = file.Tensors.Aggregate(0L, (sum, t) => Plus(sum, t.Elements)),
            Quantised = Quantisation.Of(keys.Integer("general.file_type"), file.Tensors),
            ContextLength = keys.Count("context_length"),
            EmbeddingLength = keys.Count("embedding_length"),
            FeedForwardLength = Most(keys, "feed_forward_length", layers),
            ExpertFeedForwardLength = Most(keys, "expert_feed_forward_length", layers),
            Attention = LayerReader.Read(keys, layers, weights.Layers),
            Experts = keys.Count("expert_count"),
            ExpertsUsed = Most(keys, "expert_used_count", layers),
            VocabularySize = Vocabulary(file, keys),
            TokenizerModel = keys.Line("tokenizer.ggml.model"),
            TokenizerPre = keys.Line("tokenizer.ggml.pre"),
            ChatTemplate = template,
            NamedTemplates = named,
            Pooling = pooling,
            Kind = kind,
            Capabilities = ModelKinds.Capabilities(keys, kind, pooling, string.Join('\n', [template ?? "", .. named.Values])),
            WhyNoText = ModelKinds.WhyNoText(kind),
            WeightBytes = weights.Total,
            InputBytes = weights.Input,
            OutputBytes = weights.Total - weights.Input - weights.Layers.Aggregate(0L, Plus),
        };
    }

    private static int Most(ModelKeys keys, string key, int layers) => keys.PerLayer(key, layers) is { Length: > 0 } lengths ? lengths.Max() : 0;

    private static PoolingType? Pooling(ModelKeys keys) =>
        keys.Own("pooling_type")?.Integer is { } type && Enum.IsDefined((PoolingType)type) ? (PoolingType)type : null;

    private static int Vocabulary(GgufFile file, ModelKeys keys) =>
        file.Metadata.GetValueOrDefault("tokenizer.ggml.tokens")?.Array is { } tokens ? (int)Math.Min(tokens.Count, int.MaxValue) : keys.Count("vocab_size");

    private static Dictionary<string, string> NamedTemplates(GgufFile file)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in file.Metadata)
            if (key.StartsWith(TemplateKey + ".", StringComparison.Ordinal) && value.Text is { } text) named[key[(TemplateKey.Length + 1)..]] = text;
        return named;
    }

    private static (long Total, long Input, long[] Layers) Weigh(GgufFile file, int layers)
    {
        var (total, input, perLayer) = (0L, 0L, new long[layers]);
        foreach (var tensor in file.Tensors)
        {
            total = Plus(total, tensor.Bytes);
            if (LayerOf(tensor.Name) is { } layer && layer < layers) perLayer[layer] += tensor.Bytes;
            else if (tensor.Name is "token_embd.weight" or "per_layer_token_embd.weight" or "position_embd.weight" or "token_types.weight") input += tensor.Bytes;
        }
        return (total, input, perLayer);
    }

    /// <summary>The number in <c>blk.7.attn_q.weight</c>.</summary>
    private static int? LayerOf(string tensor)
    {
        if (!tensor.StartsWith("blk.", StringComparison.Ordinal)) return null;
        var rest = tensor.AsSpan(4);
        var end = rest.IndexOf('.');
        return end > 0 && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? layer : null;
    }

    /// <summary>Tensors may have elements without bytes only in theory; their sum stays a number.</summary>
    private static long Plus(long sum, long more) => sum > long.MaxValue - more ? long.MaxValue : sum + more;
}
