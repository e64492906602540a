using Ziggie.Gateway;
using Ziggie.Identity;
using Ziggie.Wire;

namespace Ziggie.Conversations;

/// <summary>
/// One answer being written: takes the reply, tells it on in gathered pieces, and can be cut off. All state changes, and what is told of them,
/// happen under one lock, so that a look at it agrees with the events.
/// </summary>
internal sealed class Generation : IReplySink, IRouteSink, IDisposable
{
    private const int TellAtOnce = 16 << 10;
    private readonly Lock _gate = new();
    private readonly GrowingText _text = new();
    private readonly GrowingText _thinking = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly ConversationNews _news;
    private readonly ConversationLimits _limits;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _startedAt;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _firstTokenAt;
    private long? _toldAt;
    private bool _timerArmed;
    private long _seq;
    private TokenUsage _usage = new();
    private FinishReason _finish;
    private string? _model;
    private string? _backend;
    private MessageEnded? _ended;
    private bool _closed;
    private bool _isOver;

    public Generation(Caller caller, string conversationId, string messageId, ConversationNews news, ConversationLimits limits, TimeProvider time)
    {
        (Caller, ConversationId, MessageId) = (caller, conversationId, messageId);
        (_news, _limits, _time) = (news, limits, time);
        _startedAt = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((Generation)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Caller Caller { get; }

    public string ConversationId { get; }

    public string MessageId { get; }

    public CancellationToken Token => _cancel.Token;

    public GenerationEnd CutOff { get; private set; }

    /// <summary>Completes when the end is saved and told.</summary>
    public Task Over => _over.Task;

    /// <summary>The reply's own failure, where the backend told one inside of it.</summary>
    public WireError? ReplyError { get; private set; }

    /// <summary>Cuts it off; the first reason counts.</summary>
    public void Cancel(GenerationEnd why)
    {
        lock (_gate)
        {
            if (CutOff != GenerationEnd.None || _isOver) return;
            CutOff = why;
            // What waits for this runs elsewhere: it may call back and take the lock.
            _ = _cancel.CancelAsync();
        }
    }

    public void Routed(string backend, string model, string route) => (_backend, _model) = (backend, model);

    public void Start(string? id, string? model) => _model ??= model;

    public void Text(ReadOnlySpan<byte> utf8) => Append(_text, utf8);

    public void Thinking(ReadOnlySpan<byte> utf8) => Append(_thinking, utf8);

    public void ThinkingSignature(ReadOnlySpan<byte> utf8)
    {
    }

    public void ToolCall(int index, string id, string name)
    {
    }

    public void ToolArguments(int index, ReadOnlySpan<byte> utf8)
    {
    }

    public void LogProbs(ReadOnlySpan<byte> json)
    {
    }

    public void Embedding(int index, ReadOnlySpan<float> vector)
    {
    }

    public void Finish(FinishReason reason, string? stopSequence) => _finish = reason;

    public void Usage(in TokenUsage usage) => _usage = _usage.Merge(usage);

    public void Error(WireError error) => ReplyError = error;

    /// <summary>The text and thinking so far; null where nothing came since <paramref name="length"/>.</summary>
    public (string Text, string? Thinking, int Length)? ReadIfLonger(int length)
    {
        lock (_gate) return Length > length ? (_text.ToString(), _thinking.Length == 0 ? null : _thinking.ToString(), Length) : null;
    }

    /// <summary>Tells what is left to tell, and closes the text: what still comes is dropped.</summary>
    public (string Text, string? Thinking) CloseText()
    {
        lock (_gate)
        {
            Tell();
            _closed = true;
            return (_text.ToString(), _thinking.Length == 0 ? null : _thinking.ToString());
        }
    }

    /// <summary>How it ended, from what the reply told and <paramref name="error"/>.</summary>
    public MessageEnded Ending(MessageStatus status, MessageError? error, string? backend, string? model) => new(
        MessageId, status, error,
        _finish switch { FinishReason.None => null, FinishReason.Length => "length", FinishReason.ContentFilter => "content_filter", _ => "stop" },
        MessageUsage.Of(_usage), backend ?? _backend, model ?? _model,
        new MessageTimings(null, _firstTokenAt is { } first ? Milliseconds(first) : null, Milliseconds(_time.GetTimestamp())));

    /// <summary>Tells the end (null: nobody is to be told).</summary>
    public void End(MessageEnded? ended)
    {
        lock (_gate)
        {
            _isOver = true;
            _ended = ended;
            if (ended is not null) _news.Ended(this, ended);
        }
        _over.TrySetResult();
    }

    /// <summary>Nobody is to wait for it any more.</summary>
    public void Leave()
    {
        lock (_gate) _isOver = true;
        _over.TrySetResult();
    }

    /// <summary>The message as its watchers know it by now, and the last event that says so.</summary>
    public (ConversationMessage Message, long AsOf) Overlay(ConversationMessage stored)
    {
        lock (_gate)
        {
            var message = stored with { Content = _text.Told, Thinking = _thinking.Length == 0 ? null : _thinking.Told, Seq = _seq };
            if (_ended is { } end)
            {
                message = message with
                {
                    Status = end.Status,
                    Error = end.Error,
                    FinishReason = end.FinishReason,
                    Usage = end.Usage,
                    Backend = end.Backend,
                    Model = end.Model ?? message.Model,
                    Timings = end.Timings,
                };
            }
            return (message, _news.LastId);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _cancel.Dispose();
    }

    private int Length => _text.Length + _thinking.Length;

    private void Append(GrowingText text, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        bool tooLong;
        lock (_gate)
        {
            // Cut off is cut off, even while the gateway has not noticed yet.
            if (_closed || CutOff != GenerationEnd.None) return;
            _firstTokenAt ??= _time.GetTimestamp();
            text.Append(utf8);
            tooLong = Length > _limits.ReplyLength;
            if (_text.NewsLength + _thinking.NewsLength > TellAtOnce) Tell();
            else if (!_timerArmed) TellOrWait();
        }
        if (tooLong) Cancel(GenerationEnd.TooLong);
    }

    private void TellOrWait()
    {
        var since = _toldAt is { } told ? _time.GetElapsedTime(told) : TimeSpan.MaxValue;
        if (since >= _limits.DeltaInterval)
        {
            Tell();
            return;
        }
        _timerArmed = true;
        _timer.Change(_limits.DeltaInterval - since, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_closed) return;
            _timerArmed = false;
            Tell();
        }
    }

    private void Tell()
    {
        if (!_text.HasNews && !_thinking.HasNews) return;
        _toldAt = _time.GetTimestamp();
        _news.Delta(this, new MessageDelta(MessageId, ++_seq, _text.TakeNews(), _thinking.TakeNews()));
    }

    private long Milliseconds(long at) => (long)_time.GetElapsedTime(_startedAt, at).TotalMilliseconds;
}
