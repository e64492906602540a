namespace Ziggie.Engine.Gguf;

/// <summary>What a model will take once loaded, in bytes. The weights and the cache are exact; the room to compute in is a guess.</summary>
/// <param name="WeightBytes">As in the file.</param>
/// <param name="CacheBytes">Keys and values of the context.</param>
/// <param name="StateBytes">States of recurrent layers.</param>
/// <param name="ComputeBytes">Room to compute in.</param>
/// <param name="GpuBytes">Of all this, what the GPU takes.</param>
public sealed record MemoryEstimate(long WeightBytes, long CacheBytes, long StateBytes, long ComputeBytes, long GpuBytes)
{
    // The library rounds contexts up to this.
    private const long Cells = 256;
    private const long FloatBytes = 4;
    private const long HalfBytes = 2;

    public long TotalBytes => Plus(WeightBytes, Plus(CacheBytes, Plus(StateBytes, ComputeBytes)));

    public long HostBytes => TotalBytes - GpuBytes;

    public static MemoryEstimate Of(ModelInfo model, MemoryOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Context);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Slots);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Batch);
        var layers = model.Attention.Layers;
        var firstOnGpu = Math.Max(0, layers.Count - Math.Max(0, options.GpuLayers));
        long cache = 0, state = 0, gpu = 0;
        for (var i = 0; i < layers.Count; i++)
        {
            var (layerCache, layerState) = (Cache(model.Attention, layers[i], options), State(model.Attention, layers[i], options));
            cache = Plus(cache, layerCache);
            state = Plus(state, layerState);
            if (i >= firstOnGpu) gpu = Plus(gpu, Plus(layers[i].WeightBytes, Plus(layerCache, layerState)));
        }
        var compute = Compute(model, options);
        // Where the output shares its table with the input, the GPU takes a copy of it.
        var output = model.OutputBytes > model.InputBytes / 2 ? model.OutputBytes : Plus(model.OutputBytes, model.InputBytes);
        var copied = 0L;
        if (options.GpuLayers > layers.Count)
        {
            gpu = Plus(gpu, output);
            copied = output - model.OutputBytes;
        }
        if (options.GpuLayers > 0) gpu = Plus(gpu, compute);
        return new MemoryEstimate(Plus(model.WeightBytes, copied), cache, state, compute, gpu);
    }

    private static long Cache(AttentionShape attention, LayerShape layer, MemoryOptions options)
    {
        if (layer.Memory is LayerMemory.None or LayerMemory.State) return 0;
        var sliding = layer.Memory == LayerMemory.Sliding;
        long streams = options.Shared ? 1 : options.Slots;
        var cells = sliding ? SlidingCells(attention, options) : FullCells(options);
        var key = Row(options.KeyType, sliding ? attention.SlidingKeyLength : attention.KeyLength, layer.KvHeads);
        var value = attention.IsLatent ? 0 : Row(options.ValueType, sliding ? attention.SlidingValueLength : attention.ValueLength, layer.KvHeads);
        return Times(Times(cells, streams), Plus(key, value));
    }

    /// <summary>Tokens that one stream has room for.</summary>
    private static long FullCells(MemoryOptions options) =>
        Padded(options.Shared ? options.Context : ((long)options.Context + options.Slots - 1) / options.Slots);

    /// <summary>The same in layers with a window: as far as it looks back, and what is being computed.</summary>
    private static long SlidingCells(AttentionShape attention, MemoryOptions options) =>
        Math.Min(FullCells(options), Padded((long)attention.SlidingWindow.GetValueOrDefault() * (options.Shared ? options.Slots : 1) + options.Batch));

    private static long State(AttentionShape attention, LayerShape layer, MemoryOptions options) =>
        layer.Memory is LayerMemory.State or LayerMemory.StateAndFull ? Times(attention.StateBytes, options.Slots) : 0;

    /// <summary>
    /// What is alive at once in the widest step of a layer, as measured on llama.cpp: some copies of the width of attention or of the
    /// feed-forward part, a mask for each kind of layer, and the scores of the words that are asked for.
    /// </summary>
    private static long Compute(ModelInfo model, MemoryOptions options)
    {
        long batch = Math.Min(options.Batch, options.Context);
        var width = Math.Max(model.EmbeddingLength, Times(model.Attention.Heads, model.Attention.KeyLength));
        var inner = Math.Max(model.FeedForwardLength, Times(model.ExpertFeedForwardLength, Math.Max(1, model.ExpertsUsed)));
        var perToken = Times(FloatBytes, Math.Max(Plus(Times(3, inner), Times(4, model.EmbeddingLength)), Times(6, width)));
        var cells = FullCells(options) + (model.Attention.Layers.Any(l => l.Memory == LayerMemory.Sliding) ? SlidingCells(model.Attention, options) : 0);
        var mask = Times(cells, HalfBytes);
        var matrix = options.FlashAttention ? 0 : Times(cells, Times(FloatBytes, 1L + model.Attention.Heads));
        var scores = Times(Times(2 * FloatBytes, model.VocabularySize), options.Slots);
        return Plus(Times(batch, Plus(perToken, Plus(mask, matrix))), scores);
    }

    /// <summary>Bytes that one token takes in a layer; a started block counts whole.</summary>
    private static long Row(GgufTensorType type, int length, int heads)
    {
        var block = GgufTensorTypes.Block(type);
        if (block.Elements == 0) throw new ArgumentOutOfRangeException(nameof(type), type, "No such type of tensor.");
        return Times((Times(length, heads) + block.Elements - 1) / block.Elements, block.Bytes);
    }

    private static long Padded(long cells) => (cells + Cells - 1) / Cells * Cells;

    // A file may claim any width: what no machine has stays a number.
    private static long Plus(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

    private static long Times(long a, long b) => Math.BigMul(a, b, out var low) == 0 && low >= 0 ? low : long.MaxValue;
}
