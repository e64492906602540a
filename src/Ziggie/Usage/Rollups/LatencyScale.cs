using System.Numerics;

namespace Ziggie.Usage.Rollups;

/// <summary>
/// Fixed buckets for microseconds: each power of two is cut into equal parts, so that the middle of a bucket is never further from a value in it
/// than half a part. Histograms of the same scale can be added up bucket by bucket.
/// </summary>
internal sealed class LatencyScale
{
    // 2^36 µs are 19 hours; longer ones count as that.
    private const int MaxExponent = 36;

    private readonly int _bits;

    private LatencyScale(int bits) => _bits = bits;

    /// <summary>16 parts: percentiles are right to 3.2 %. What the database keeps; never to be changed.</summary>
    public static LatencyScale Stored { get; } = new(4);

    /// <summary>8 parts: right to 6.3 %, in half the memory.</summary>
    public static LatencyScale Live { get; } = new(3);

    public int Buckets => (MaxExponent - _bits + 1) << _bits;

    public int IndexOf(long micros)
    {
        var value = (ulong)Math.Clamp(micros, 0, (1L << MaxExponent) - 1);
        if (value < 1UL << _bits) return (int)value;
        var shift = BitOperations.Log2(value) - _bits;
        return ((shift + 1) << _bits) + (int)((value >> shift) - (1UL << _bits));
    }

    /// <summary>The middle of a bucket, in microseconds.</summary>
    public double Middle(int index)
    {
        var octave = index >> _bits;
        if (octave == 0) return index;
        var shift = octave - 1;
        var low = ((1L << _bits) + (index & ((1 << _bits) - 1))) << shift;
        return low + ((1L << shift) - 1) / 2.0;
    }
}
