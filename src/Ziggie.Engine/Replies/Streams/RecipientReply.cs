using Ziggie.Engine.Replies.Calls;
using Ziggie.Wire;

namespace Ziggie.Engine.Replies.Streams;

/// <summary>A reply in messages to recipients: <c>all</c> and a line of text, or a tool's name and its arguments; <c>&gt;&gt;&gt;</c> begins another. The prompt has begun the first.</summary>
internal sealed class RecipientReply(CallTools? tools, CallSink calls, ReplyStart start) : ReplyStream
{
    private const int MostName = 256;
    private static readonly Markers s_next = new(">>>"u8.ToArray());

    private enum Part { Name, Text, Call }

    private readonly TextGate _gate = new();
    private Part _part = start == ReplyStart.Text ? Part.Text : Part.Name;
    private BodyCallReader? _call;

    public override void End(IReplySink sink)
    {
        Advance(ended: true, sink);
        EndCall(sink);
        _gate.Flush(sink);
    }

    protected override void Advance(bool ended, IReplySink sink)
    {
        while (Pending.Length > 0 && (_part == Part.Name ? ReadName(ended) : ReadBody(ended, sink)))
        {
        }
    }

    private bool ReadName(bool ended)
    {
        var text = Pending.Span;
        var end = text.IndexOf((byte)'\n');
        if (end < 0 && !ended && text.Length <= MostName) return false;
        var name = end is > 0 and <= MostName ? Bytes.Text(text[..end]).Trim() : "";
        _part = Part.Text;
        if (name == "all") Pending.Drop(end + 1);
        else if (tools?.Has(name) == true)
        {
            Pending.Drop(end + 1);
            _part = Part.Call;
            _call = new BodyCallReader(name);
        }
        return true;
    }

    private bool ReadBody(bool ended, IReplySink sink)
    {
        var found = s_next.Find(Pending.Span, ended, out _, out var safe);
        if (_call is null) _gate.Text(Pending.Span[..safe], sink);
        else
        {
            _call.Add(Pending.Span[..safe]);
            calls.Progress(_call, sink);
        }
        Pending.Drop(safe);
        if (found < 0) return false;
        EndCall(sink);
        _gate.DropWaiting();
        Pending.Drop(3);
        _part = Part.Name;
        return true;
    }

    private void EndCall(IReplySink sink)
    {
        if (_call is null) return;
        if (!calls.Complete(_call, sink)) _gate.Text([.. Bytes.Of(_call.Name!), (byte)'\n', .. _call.Arguments], sink);
        _call = null;
    }
}
