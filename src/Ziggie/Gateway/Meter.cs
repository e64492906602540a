using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>Watches a reply go by: when its content began, how it ended, what it cost. Passes everything on to the next sink, if there is one.</summary>
internal sealed class Meter(TimeProvider time) : IReplySink
{
    private IReplySink? _next;
    private TokenUsage _usage = new();
    private bool _frameHasUsage, _frameHasMore;

    /// <summary>Pieces of content so far: the estimate of tokens where the backend tells none.</summary>
    public int Pieces { get; private set; }

    public TokenUsage Usage => _usage;
    public FinishReason Finish { get; private set; }

    /// <summary>A failure that the backend told within its reply.</summary>
    public WireError? Failure { get; private set; }

    /// <summary>Timestamp of the first content; 0 before it.</summary>
    public long FirstContentAt { get; private set; }

    public bool HasContent => Pieces > 0;

    /// <summary>Something of the reply went to the caller: no other backend can be tried any more.</summary>
    public bool Passed { get; set; }

    /// <summary>A reply that came whole has its content now, also where it is only vectors.</summary>
    public void MarkContent()
    {
        if (FirstContentAt == 0) FirstContentAt = time.GetTimestamp();
    }

    /// <summary>The frame read last told token counts and nothing else.</summary>
    public bool OnlyUsage => _frameHasUsage && !_frameHasMore;

    /// <summary>Begins a new reply, also after a failed attempt.</summary>
    public void Begin(IReplySink? next)
    {
        _next = next;
        _usage = new();
        Pieces = 0;
        FirstContentAt = 0;
        Finish = FinishReason.None;
        Failure = null;
    }

    /// <summary>Before each frame.</summary>
    public void BeginFrame() => _frameHasUsage = _frameHasMore = false;

    public void Start(string? id, string? model) => _next?.Start(id, model);

    public void Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        Content();
        _next?.Text(utf8);
    }

    public void Thinking(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        Content();
        _next?.Thinking(utf8);
    }

    public void ThinkingSignature(ReadOnlySpan<byte> utf8) => _next?.ThinkingSignature(utf8);

    public void ToolCall(int index, string id, string name)
    {
        Content();
        _next?.ToolCall(index, id, name);
    }

    public void ToolArguments(int index, ReadOnlySpan<byte> utf8)
    {
        Content();
        _next?.ToolArguments(index, utf8);
    }

    public void LogProbs(ReadOnlySpan<byte> json) => _next?.LogProbs(json);

    public void Embedding(int index, ReadOnlySpan<float> vector) => _next?.Embedding(index, vector);

    void IReplySink.Finish(FinishReason reason, string? stopSequence)
    {
        _frameHasMore = true;
        Finish = reason;
        _next?.Finish(reason, stopSequence);
    }

    void IReplySink.Usage(in TokenUsage usage)
    {
        _frameHasUsage = true;
        _usage = _usage.Merge(usage);
        _next?.Usage(_usage);
    }

    public void Error(WireError error) => Failure = error;

    private void Content()
    {
        if (Pieces++ == 0) FirstContentAt = time.GetTimestamp();
        _frameHasMore = true;
    }
}
