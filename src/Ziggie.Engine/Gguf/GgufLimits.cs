namespace Ziggie.Engine.Gguf;

/// <summary>What a file may ask of its reader; far above what real models have.</summary>
internal static class GgufLimits
{
    /// <summary>Bytes before the weights. Vocabularies with merges take up to some 40 MB.</summary>
    public const long HeadBytes = 256L << 20;

    public const int Keys = 16_384;
    public const int KeyBytes = 65_535;
    public const int Tensors = 131_072;
    public const int Parts = 1_000;

    /// <summary>The library's own limit, with the zero at the end.</summary>
    public const int TensorNameBytes = 63;

    public const int Dimensions = 4;

    /// <summary>A longer text, such as a whole tokenizer in JSON, is passed over.</summary>
    public const int KeptTextBytes = 1 << 20;

    /// <summary>A longer array, such as the vocabulary, is only counted.</summary>
    public const int KeptElements = 1_024;

    /// <summary>All that is kept of one file, roughly in bytes of memory.</summary>
    public const long KeptBytes = 64L << 20;

    public const long Alignment = 1L << 30;
}
