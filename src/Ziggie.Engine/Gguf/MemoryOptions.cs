namespace Ziggie.Engine.Gguf;

/// <summary>How a model is to be loaded, as far as its memory goes.</summary>
/// <param name="Context">Tokens of all slots together.</param>
/// <param name="Slots">Sequences at once.</param>
public sealed record MemoryOptions(int Context, int Slots = 1)
{
    /// <summary>How keys are stored.</summary>
    public GgufTensorType KeyType { get; init; } = GgufTensorType.F16;

    /// <summary>How values are stored.</summary>
    public GgufTensorType ValueType { get; init; } = GgufTensorType.F16;

    /// <summary>Layers given to the GPU, the last ones first; one more than there are gives it the output, too.</summary>
    public int GpuLayers { get; init; }

    /// <summary>Tokens computed at once.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>The slots share the whole context; else each has its part of it.</summary>
    public bool Shared { get; init; } = true;

    /// <summary>Attention without a matrix of every token against every other.</summary>
    public bool FlashAttention { get; init; } = true;
}
