namespace Ziggie.Wire;

/// <summary>A model as a list shows it; null and empty where nobody said.</summary>
/// <param name="Name">The name that requests use.</param>
/// <param name="Digest">What tells two models of one name apart: SHA-256 in hex (Ollama).</param>
/// <param name="Size">Bytes on disk, or in memory for a running model.</param>
/// <param name="Family">e.g. <c>llama</c>.</param>
/// <param name="ParameterSize">e.g. <c>3.2B</c>.</param>
/// <param name="Quantization">e.g. <c>Q4_K_M</c>.</param>
public sealed record ModelListing(
    string Name,
    string? Digest = null,
    long? Size = null,
    DateTimeOffset? ModifiedAt = null,
    string? Family = null,
    string? ParameterSize = null,
    string? Quantization = null)
{
    /// <summary>Ollama's words for what the model can do: <c>completion</c>, <c>tools</c>, <c>vision</c>, <c>thinking</c>, <c>embedding</c>, <c>insert</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>The file's format, e.g. <c>gguf</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Most tokens of prompt and answer together.</summary>
    public int? ContextLength { get; init; }

    /// <summary>A name for people (Anthropic).</summary>
    public string? DisplayName { get; init; }

    /// <summary>Whose model it is (OpenAI's <c>owned_by</c>).</summary>
    public string? OwnedBy { get; init; }
}

/// <summary>A model that is in memory now (Ollama's <c>ps</c>).</summary>
/// <param name="ExpiresAt">When it will be unloaded if nobody uses it; null: not by itself.</param>
/// <param name="SizeVram">Bytes of it in GPU memory.</param>
public sealed record RunningModel(ModelListing Model, DateTimeOffset? ExpiresAt = null, long? SizeVram = null);
