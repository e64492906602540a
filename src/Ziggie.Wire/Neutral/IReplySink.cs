namespace Ziggie.Wire;

/// <summary>
/// What a model answers, in the order it comes. A <see cref="ReplyReader"/> pushes, a <see cref="ReplyWriter"/> (or a meter, or a
/// conversation) takes. Text is unescaped, whole-character UTF-8 and valid only during the call.
/// </summary>
public interface IReplySink
{
    /// <summary>The backend has begun to answer. At most once, before anything else.</summary>
    void Start(string? id, string? model);

    void Text(ReadOnlySpan<byte> utf8);

    void Thinking(ReadOnlySpan<byte> utf8);

    /// <summary>Anthropic's proof of a thinking block; ends that block.</summary>
    void ThinkingSignature(ReadOnlySpan<byte> utf8);

    /// <summary>A tool call begins; its arguments follow. Indexes count from 0 without gaps.</summary>
    void ToolCall(int index, string id, string name);

    /// <summary>A piece of the arguments' JSON text.</summary>
    void ToolArguments(int index, ReadOnlySpan<byte> utf8);

    /// <summary>Log-probabilities of the text just passed, as OpenAI's <c>logprobs</c> object in JSON.</summary>
    void LogProbs(ReadOnlySpan<byte> json);

    void Embedding(int index, ReadOnlySpan<float> vector);

    void Finish(FinishReason reason, string? stopSequence);

    /// <summary>Token counts and timings; may come more than once, the last one counts.</summary>
    void Usage(in TokenUsage usage);

    /// <summary>The backend reported a failure inside its reply.</summary>
    void Error(WireError error);
}

/// <summary>Why a reply ended.</summary>
public enum FinishReason
{
    /// <summary>The reply gave no reason (yet).</summary>
    None,
    Stop,
    StopSequence,
    Length,
    ToolCalls,
    ContentFilter,

    /// <summary>Ollama: the model was loaded or unloaded, nothing was generated.</summary>
    Load,
    Unload,
}

/// <summary>Token counts of one request; -1 is "not said". Times in nanoseconds as the backend measured them, 0 where it does not say.</summary>
public readonly record struct TokenUsage(int Prompt = -1, int Completion = -1, int Cached = -1, int Reasoning = -1)
{
    /// <summary>Nothing said yet. Without this, <c>new()</c> would say 0 tokens; <c>default</c> still does.</summary>
    public TokenUsage() : this(-1)
    {
    }

    public long TotalNs { get; init; }
    public long LoadNs { get; init; }
    public long PromptNs { get; init; }
    public long EvalNs { get; init; }

    /// <summary>What the newer report says, else what this one said.</summary>
    public TokenUsage Merge(in TokenUsage newer) => new(
        newer.Prompt >= 0 ? newer.Prompt : Prompt,
        newer.Completion >= 0 ? newer.Completion : Completion,
        newer.Cached >= 0 ? newer.Cached : Cached,
        newer.Reasoning >= 0 ? newer.Reasoning : Reasoning)
    {
        TotalNs = newer.TotalNs > 0 ? newer.TotalNs : TotalNs,
        LoadNs = newer.LoadNs > 0 ? newer.LoadNs : LoadNs,
        PromptNs = newer.PromptNs > 0 ? newer.PromptNs : PromptNs,
        EvalNs = newer.EvalNs > 0 ? newer.EvalNs : EvalNs,
    };
}
