namespace Ziggie.Usage.Metrics;

/// <summary>Counts by bucket, from any number of threads without a lock.</summary>
internal sealed class MetricHistogram(MetricBounds bounds)
{
    private readonly long[] _counts = new long[bounds.Values.Length + 1];
    private long _sum;

    public MetricBounds Bounds => bounds;

    public double Sum => Volatile.Read(ref _sum) / bounds.PerUnit;

    /// <summary>Counts a value in the bounds' own unit; negative ones did not happen.</summary>
    public void Observe(long value)
    {
        if (value < 0) return;
        var index = 0;
        var limits = bounds.Values;
        while (index < limits.Length && value > limits[index]) index++;
        Interlocked.Increment(ref _counts[index]);
        Interlocked.Add(ref _sum, value);
    }

    /// <summary>The counts as they are, one more than there are bounds.</summary>
    public void CopyTo(Span<long> counts)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] = Volatile.Read(ref _counts[i]);
    }
}
