namespace Ziggie.Engine.Replies.Streams;

/// <summary>Text that came and has not been used yet.</summary>
internal sealed class PendingText
{
    private byte[] _bytes = new byte[256];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(_start, _end - _start);

    public int Length => _end - _start;

    public void Add(ReadOnlySpan<byte> text)
    {
        if (_end + text.Length > _bytes.Length)
        {
            var target = Length + text.Length > _bytes.Length / 2 ? new byte[(Length + text.Length) * 2] : _bytes;
            Span.CopyTo(target);
            (_bytes, _end, _start) = (target, Length, 0);
        }
        text.CopyTo(_bytes.AsSpan(_end));
        _end += text.Length;
    }

    public void Drop(int count)
    {
        _start += count;
        if (_start == _end) _start = _end = 0;
    }
}
