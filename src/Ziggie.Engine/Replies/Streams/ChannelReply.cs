using Ziggie.Engine.Replies.Calls;
using Ziggie.Wire;

namespace Ziggie.Engine.Replies.Streams;

/// <summary>
/// A reply in messages on channels: <c>&lt;|channel|&gt;analysis&lt;|message|&gt;…&lt;|end|&gt;&lt;|start|&gt;assistant&lt;|channel|&gt;final&lt;|message|&gt;…</c>.
/// Analysis is thought, what goes to a function is a call, the rest is text. The prompt has begun the first message.
/// </summary>
internal sealed class ChannelReply(CallTools? tools, CallSink calls, ReplyStart start) : ReplyStream
{
    private const int MostHead = 512;

    private static readonly Markers s_ends = new("<|end|>"u8.ToArray(), "<|call|>"u8.ToArray(), "<|return|>"u8.ToArray(), "<|start|>"u8.ToArray(), "<|channel|>"u8.ToArray());
    private static readonly byte[][] s_heads = [.. new[] { "<|channel|>", "<|start|>", "<|message|>", "<|constrain|>", "to=", "assistant" }.Select(Bytes.Of)];

    private enum Part { Head, Text, Thinking, Call }

    private readonly TextGate _gate = new();
    private Part _part = start switch { ReplyStart.Thinking => Part.Thinking, ReplyStart.Text => Part.Text, _ => Part.Head };
    private byte[] _head = [];
    private BodyCallReader? _call;

    /// <summary>The special tokens of this form.</summary>
    public static IEnumerable<string> Markers => ["<|channel|>", "<|message|>", "<|constrain|>", "<|start|>", "<|end|>", "<|call|>", "<|return|>"];

    public override void End(IReplySink sink)
    {
        Advance(ended: true, sink);
        EndPart(sink);
        _gate.Flush(sink);
    }

    protected override void Advance(bool ended, IReplySink sink)
    {
        while (Pending.Length > 0 && (_part == Part.Head ? ReadHead(ended, sink) : ReadBody(ended, sink)))
        {
        }
    }

    private bool ReadHead(bool ended, IReplySink sink)
    {
        var text = Pending.Span;
        var end = text.IndexOf("<|message|>"u8);
        if (end < 0)
        {
            if (!ended && text.Length < MostHead && LooksLikeHead(text)) return false;
            // Some models answer without any head. What only looked like one is text.
            var length = LooksLikeHead(text) ? text.Length : 0;
            _gate.Text(text[..length], sink);
            Pending.Drop(length);
            _part = Part.Text;
            return true;
        }
        var head = Bytes.Text(text[..end]);
        _head = text[..(end + 11)].ToArray();
        Pending.Drop(_head.Length);
        var recipient = Recipient(head);
        _part = head.Contains("<|channel|>analysis", StringComparison.Ordinal) ? Part.Thinking : Part.Text;
        if (recipient is not null && tools is not null && (recipient.StartsWith("functions.", StringComparison.Ordinal) || tools.Has(recipient)))
        {
            _part = Part.Call;
            _call = new BodyCallReader(recipient.StartsWith("functions.", StringComparison.Ordinal) ? recipient[10..] : recipient);
        }
        _gate.SkipsWhite = _part == Part.Thinking;
        return true;
    }

    private bool ReadBody(bool ended, IReplySink sink)
    {
        var found = s_ends.Find(Pending.Span, ended, out _, out var safe);
        Pass(Pending.Span[..safe], sink);
        Pending.Drop(safe);
        if (found < 0) return false;
        EndPart(sink);
        // A new channel is part of the next head; the other marks end this message.
        var mark = s_ends.Words[found];
        if (!mark.AsSpan().SequenceEqual("<|channel|>"u8)) Pending.Drop(mark.Length);
        _part = Part.Head;
        return true;
    }

    private void Pass(ReadOnlySpan<byte> text, IReplySink sink)
    {
        if (_part == Part.Thinking) _gate.Thinking(text, sink);
        else if (_part == Part.Text) _gate.Text(text, sink);
        else
        {
            _call!.Add(text);
            calls.Progress(_call, sink);
            if (calls.IsOpen) _gate.DropWaiting();
        }
    }

    private void EndPart(IReplySink sink)
    {
        if (_part == Part.Thinking) _gate.DropWaiting();
        if (_part != Part.Call || _call is null) return;
        if (calls.Complete(_call, sink)) _gate.DropWaiting();
        else
        {
            _gate.Text(_head, sink);
            _gate.Text(_call.Arguments, sink);
        }
        _call = null;
    }

    private static string? Recipient(string head)
    {
        var at = head.IndexOf("to=", StringComparison.Ordinal);
        if (at < 0) return null;
        var rest = head.AsSpan(at + 3);
        var end = rest.IndexOfAny(" <\n\t");
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    private static bool LooksLikeHead(ReadOnlySpan<byte> text)
    {
        text = text[Bytes.WhiteAtStart(text)..];
        foreach (var head in s_heads)
        {
            if (text.StartsWith(head) || head.AsSpan().StartsWith(text)) return true;
        }
        return false;
    }
}
