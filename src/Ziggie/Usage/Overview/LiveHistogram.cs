using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Overview;

/// <summary>Counts of latencies on <see cref="LatencyScale.Live"/> in a fixed array, from any number of threads.</summary>
internal sealed class LiveHistogram
{
    private static readonly LatencyScale Scale = LatencyScale.Live;
    private readonly int[] _counts = new int[Scale.Buckets];

    public void Add(long micros)
    {
        if (micros >= 0) Interlocked.Increment(ref _counts[Scale.IndexOf(micros)]);
    }

    public void AddTo(long[] sums)
    {
        for (var i = 0; i < _counts.Length; i++) sums[i] += Volatile.Read(ref _counts[i]);
    }

    public void Clear() => Array.Clear(_counts);

    /// <summary>Room for the sum of several.</summary>
    public static long[] NewSums() => new long[Scale.Buckets];

    public static double? PercentileMs(long[] sums, double share)
    {
        var total = 0L;
        foreach (var count in sums) total += count;
        if (total == 0) return null;
        var rank = Math.Max(1, (long)Math.Ceiling(share * total));
        for (var i = 0; i < sums.Length; i++)
        {
            rank -= sums[i];
            if (rank <= 0) return Math.Round(Scale.Middle(i) / 1000, 3);
        }
        return null;
    }
}
