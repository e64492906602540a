using Ziggie.Engine.Replies.Calls;
using Ziggie.Wire;

namespace Ziggie.Engine.Replies.Streams;

/// <summary>A reply of text with tags for thoughts and calls in it.</summary>
internal sealed class TaggedReply : ReplyStream
{
    private enum State { Text, Thinking, Calls }

    private readonly ReplyFormat _format;
    private readonly CallTools _tools;
    private readonly CallSink _calls;
    private readonly TextGate _gate = new();
    private readonly (CallForm Form, string Marker)[] _triggers;
    private readonly Markers _inText;
    private readonly Markers _inThinking;
    private readonly CallForm? _bare;
    private State _state;
    private State _before;
    private CallAttempt? _attempt;
    private bool _atStart = true;

    /// <param name="tools">Null where none may be called.</param>
    /// <param name="start">Where the prompt has left the model off.</param>
    public TaggedReply(ReplyFormat format, CallTools? tools, CallSink calls, ReplyStart start)
    {
        _format = format;
        _tools = tools ?? new CallTools([]);
        _calls = calls;
        _triggers = tools is null ? [] : [.. format.Calls.SelectMany(f => f.Triggers.Select(t => (f, t)))];
        _bare = tools is null ? null : Array.Find(format.Calls, f => f.IsBare);
        var triggers = _triggers.Select(t => Bytes.Of(t.Marker)).ToArray();
        var dropped = format.Dropped.Select(Bytes.Of);
        _inText = new Markers([.. triggers, .. dropped, .. format.Thinking is { } thinking ? new[] { Bytes.Of(thinking.Start) } : []]);
        _inThinking = new Markers([.. format.CallsEndThinking ? triggers : [], .. format.Thinking is { } tags ? new[] { Bytes.Of(tags.End) } : []]);
        _atStart = start != ReplyStart.Text;
        if (start != ReplyStart.Thinking || format.Thinking is null) return;
        _state = State.Thinking;
        _gate.SkipsWhite = true;
    }

    public override void End(IReplySink sink)
    {
        Advance(ended: true, sink);
        _gate.Flush(sink);
    }

    protected override void Advance(bool ended, IReplySink sink)
    {
        var goesOn = true;
        while (goesOn && (Pending.Length > 0 || _state == State.Calls))
        {
            goesOn = _state switch
            {
                State.Text => PassText(ended, sink),
                State.Thinking => PassThinking(ended, sink),
                _ => PassCalls(ended, sink),
            };
        }
    }

    private bool PassText(bool ended, IReplySink sink)
    {
        if (_atStart && _bare is not null)
        {
            var white = Bytes.WhiteAtStart(Pending.Span);
            if (white == Pending.Length && !ended) return false;
            _atStart = false;
            if (white < Pending.Length && Pending.Span[white] is (byte)'{' or (byte)'[')
            {
                Begin(new CallAttempt(_bare, _tools, null));
                return true;
            }
        }
        var found = _inText.Find(Pending.Span, ended, out _, out var safe);
        _gate.Text(Pending.Span[..safe], sink);
        Pending.Drop(safe);
        if (found < 0) return false;
        _atStart = false;
        if (found < _triggers.Length)
        {
            Begin(new CallAttempt(_triggers[found].Form, _tools, _triggers[found].Marker));
            return true;
        }
        var length = _inText.Words[found].Length;
        var isThinking = found == _inText.Words.Length - 1 && _format.Thinking is not null;
        if (isThinking && !_gate.HasPassed)
        {
            _state = State.Thinking;
            _gate.DropWaiting();
            _gate.SkipsWhite = true;
        }
        else if (isThinking) _gate.Text(Pending.Span[..length], sink);
        else _gate.SkipsWhite = true;
        Pending.Drop(length);
        return true;
    }

    private bool PassThinking(bool ended, IReplySink sink)
    {
        var found = _inThinking.Find(Pending.Span, ended, out _, out var safe);
        _gate.Thinking(Pending.Span[..safe], sink);
        Pending.Drop(safe);
        if (found < 0) return false;
        if (found < _inThinking.Words.Length - 1)
        {
            Begin(new CallAttempt(_triggers[found].Form, _tools, _triggers[found].Marker));
            return true;
        }
        _gate.DropWaiting();
        Pending.Drop(_inThinking.Words[found].Length);
        _state = State.Text;
        _atStart = true;
        _gate.SkipsWhite = true;
        return true;
    }

    private void Begin(CallAttempt attempt)
    {
        (_attempt, _before) = (attempt, _state);
        _state = State.Calls;
    }

    private bool PassCalls(bool ended, IReplySink sink)
    {
        var step = _attempt!.Advance(Pending.Span, ended);
        switch (step)
        {
            case AttemptStep.More when !ended:
                if (_attempt.Call is { } call) _calls.Progress(call, sink);
                if (_calls.IsOpen) _gate.DropWaiting();
                return false;
            case AttemptStep.Call when IsMeant(_attempt.Call!) && _calls.Complete(_attempt.Call!, sink):
                _gate.DropWaiting();
                Pending.Drop(_attempt.Read);
                _attempt.Used();
                _before = State.Text;
                return true;
            case AttemptStep.Over:
                Pending.Drop(_attempt.Read);
                _state = State.Text;
                _gate.SkipsWhite = true;
                return true;
            default:
                GiveUp(step == AttemptStep.More ? Pending.Length : _attempt.Read, sink);
                return true;
        }
    }

    /// <summary>A name between tags is a call even of a tool that is not offered: the caller can tell the model so. Bare JSON may be meant for the reader.</summary>
    private bool IsMeant(CallReader call) => _before != State.Text || !_attempt!.IsBare || _tools.Has(call.Name!);

    /// <summary>What was no call after all is what it would have been.</summary>
    private void GiveUp(int count, IReplySink sink)
    {
        while (count < Pending.Length && (Pending.Span[count] & 0xC0) == 0x80) count++;
        _attempt = null;
        _state = _before;
        // What the caller has already been told of stays a call, cut short.
        if (_calls.IsOpen) _calls.Close();
        else if (_state == State.Thinking) _gate.Thinking(Pending.Span[..count], sink);
        else _gate.Text(Pending.Span[..count], sink);
        Pending.Drop(count);
    }
}
