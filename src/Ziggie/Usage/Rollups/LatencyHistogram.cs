namespace Ziggie.Usage.Rollups;

/// <summary>Counts of latencies on <see cref="LatencyScale.Stored"/>, only as wide as the values are spread. Not for several threads.</summary>
internal sealed class LatencyHistogram
{
    private long[] _counts = [];
    private int _first;

    public long Count { get; private set; }

    /// <summary>Adds one latency in microseconds; negative ones did not happen.</summary>
    public void Add(long micros)
    {
        if (micros >= 0) Add(LatencyScale.Stored.IndexOf(micros), 1);
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < other._counts.Length; i++)
        {
            if (other._counts[i] > 0) Add(other._first + i, other._counts[i]);
        }
    }

    /// <summary>Adds what <see cref="ToBytes"/> wrote.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        var index = 0;
        while (at < bytes.Length)
        {
            index += (int)ReadVarint(bytes, ref at);
            Add(index, (long)ReadVarint(bytes, ref at));
        }
    }

    /// <summary>Pairs of varints: how far from the last bucket with a count, and its count.</summary>
    public byte[] ToBytes()
    {
        if (Count == 0) return [];
        var bytes = new List<byte>();
        var last = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] == 0) continue;
            WriteVarint(bytes, (ulong)(_first + i - last));
            WriteVarint(bytes, (ulong)_counts[i]);
            last = _first + i;
        }
        return [.. bytes];
    }

    /// <summary>The latency in milliseconds that a share of the requests stays under; null where there were none.</summary>
    public double? PercentileMs(double share)
    {
        if (Count == 0) return null;
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank) return Math.Round(LatencyScale.Stored.Middle(_first + i) / 1000, 3);
        }
        return null;
    }

    private void Add(int index, long count)
    {
        if (index < 0 || index >= LatencyScale.Stored.Buckets || count <= 0) return;
        Reach(index);
        _counts[index - _first] += count;
        Count += count;
    }

    private void Reach(int index)
    {
        if (_counts.Length == 0)
        {
            (_counts, _first) = (new long[8], Math.Max(0, index - 4));
        }
        if (index >= _first && index < _first + _counts.Length) return;
        var first = Math.Min(_first, index);
        var end = Math.Max(_first + _counts.Length, index + 1);
        // Some room on the side it grows to, so that values that wander do not copy every time.
        if (index < _first) first = Math.Max(0, first - 8);
        else end += 8;
        var wider = new long[end - first];
        _counts.CopyTo(wider, _first - first);
        (_counts, _first) = (wider, first);
    }

    private static void WriteVarint(List<byte> into, ulong value)
    {
        for (; value >= 0x80; value >>= 7) into.Add((byte)(value | 0x80));
        into.Add((byte)value);
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            var b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) break;
        }
        return value;
    }
}
