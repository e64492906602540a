namespace Ziggie.Engine.Gguf;

/// <summary>What a GGUF file says of its model, in the words that people use.</summary>
public sealed record ModelInfo
{
    /// <summary>Such as <c>llama</c> or <c>qwen3</c>.</summary>
    public required string Architecture { get; init; }

    public string? Name { get; init; }

    public string? License { get; init; }

    /// <summary>How many weights it has.</summary>
    public required long Parameters { get; init; }

    /// <summary>The same as people say it: <c>3.2B</c>.</summary>
    public string ParameterSize => Quantisation.Size(Parameters);

    /// <summary>How its weights are stored: <c>Q4_K_M</c>, <c>F16</c>.</summary>
    public required string Quantised { get; init; }

    /// <summary>Longest text it was trained on, in tokens; 0 where the file does not say.</summary>
    public required int ContextLength { get; init; }

    public required int EmbeddingLength { get; init; }

    /// <summary>The most of any layer.</summary>
    public required int FeedForwardLength { get; init; }

    /// <summary>Of one expert; 0 for a model without a choice of experts.</summary>
    public int ExpertFeedForwardLength { get; init; }

    public required AttentionShape Attention { get; init; }

    public int Layers => Attention.Layers.Count;

    /// <summary>0 for a model without a choice of experts.</summary>
    public int Experts { get; init; }

    /// <summary>How many of them work on a token.</summary>
    public int ExpertsUsed { get; init; }

    public required int VocabularySize { get; init; }

    public string? TokenizerModel { get; init; }

    /// <summary>How text is cut before it is tokenized.</summary>
    public string? TokenizerPre { get; init; }

    public string? ChatTemplate { get; init; }

    /// <summary>Further templates by name, such as <c>tool_use</c>.</summary>
    public IReadOnlyDictionary<string, string> NamedTemplates { get; init; } = new Dictionary<string, string>();

    public PoolingType? Pooling { get; init; }

    public required ModelKind Kind { get; init; }

    public required ModelCapabilities Capabilities { get; init; }

    /// <summary>Why it cannot chat or complete; null where it can.</summary>
    public string? WhyNoText { get; init; }

    /// <summary>Of all weights, in bytes.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>Of the table that turns tokens into numbers; it always stays in the computer's own memory.</summary>
    public required long InputBytes { get; init; }

    /// <summary>Of what follows the last layer.</summary>
    public required long OutputBytes { get; init; }

    /// <exception cref="GgufException">The metadata are wrong or missing.</exception>
    public static ModelInfo From(GgufFile file) => ModelInfoReader.Read(file);
}
