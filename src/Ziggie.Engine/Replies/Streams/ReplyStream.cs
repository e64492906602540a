using Ziggie.Wire;

namespace Ziggie.Engine.Replies.Streams;

/// <summary>Makes events of a reply's text.</summary>
internal abstract class ReplyStream
{
    protected PendingText Pending { get; } = new();

    public void Text(ReadOnlySpan<byte> utf8, IReplySink sink)
    {
        if (utf8.IsEmpty) return;
        Pending.Add(utf8);
        Advance(ended: false, sink);
    }

    public abstract void End(IReplySink sink);

    protected abstract void Advance(bool ended, IReplySink sink);
}

/// <summary>Nothing but text.</summary>
internal sealed class PlainReply : ReplyStream
{
    public override void End(IReplySink sink)
    {
    }

    protected override void Advance(bool ended, IReplySink sink)
    {
        sink.Text(Pending.Span);
        Pending.Drop(Pending.Length);
    }
}
