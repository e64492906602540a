namespace Ziggie.Machine.History;

/// <summary>What was measured at one moment.</summary>
/// <param name="at">Unix milliseconds.</param>
/// <param name="metrics">What the values are of, in their order; shared by samples that measured the same.</param>
internal sealed class HistorySample(long at, HistoryMetric[] metrics, float[] values)
{
    public long At { get; } = at;

    public HistoryMetric[] Metrics { get; } = metrics;

    public float[] Values { get; } = values;
}
