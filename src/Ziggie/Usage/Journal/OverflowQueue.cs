namespace Ziggie.Usage.Journal;

/// <summary>Records that the disk refused, waiting for it in order. Bounded by number and bytes; what does not fit is lost and counted.</summary>
internal sealed class OverflowQueue(int maxRecords, long maxBytes)
{
    private readonly Queue<byte[]> _frames = new();
    private long _bytes;

    public int Count => _frames.Count;

    /// <summary>Records that did not fit, ever.</summary>
    public long Lost { get; private set; }

    public void Add(ReadOnlySpan<byte> frame)
    {
        if (_frames.Count >= maxRecords || _bytes + frame.Length > maxBytes)
        {
            Lost++;
            return;
        }
        _frames.Enqueue(frame.ToArray());
        _bytes += frame.Length;
    }

    public ReadOnlySpan<byte> Peek() => _frames.Peek();

    public void Drop() => _bytes -= _frames.Dequeue().Length;
}
