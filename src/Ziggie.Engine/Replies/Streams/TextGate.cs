using Ziggie.Wire;

namespace Ziggie.Engine.Replies.Streams;

/// <summary>Passes text or thoughts on, without the white space at the edges that belongs to the tags around them.</summary>
internal sealed class TextGate
{
    private readonly List<byte> _waiting = [];
    private bool _thinks;

    /// <summary>White space at the start of what comes next is dropped.</summary>
    public bool SkipsWhite { get; set; }

    /// <summary>Anything but white space has passed.</summary>
    public bool HasPassed { get; private set; }

    public void Text(ReadOnlySpan<byte> text, IReplySink sink) => Pass(text, false, sink);

    public void Thinking(ReadOnlySpan<byte> text, IReplySink sink) => Pass(text, true, sink);

    /// <summary>What waits is white space before a tag.</summary>
    public void DropWaiting() => _waiting.Clear();

    public void Flush(IReplySink sink)
    {
        if (_waiting.Count == 0) return;
        Say([.. _waiting], sink);
        _waiting.Clear();
    }

    private void Pass(ReadOnlySpan<byte> text, bool thinks, IReplySink sink)
    {
        _thinks = thinks;
        if (SkipsWhite)
        {
            text = text[Bytes.WhiteAtStart(text)..];
            if (text.IsEmpty) return;
            SkipsWhite = false;
        }
        var white = Bytes.WhiteAtEnd(text);
        if (white < text.Length)
        {
            Flush(sink);
            Say(text[..^white], sink);
            HasPassed |= !thinks;
        }
        _waiting.AddRange(text[^white..]);
    }

    private void Say(ReadOnlySpan<byte> text, IReplySink sink)
    {
        if (_thinks) sink.Thinking(text);
        else sink.Text(text);
    }
}
