using System.Collections.Concurrent;
using Ziggie.Usage.Overview;

namespace Ziggie.Usage.Metrics;

/// <summary>The counts behind <c>/metrics</c>. Bounded: past a number of series, new ones are counted as <c>other</c>.</summary>
internal sealed class GatewayMetrics(OverviewStats overview) : IGatewayMetrics
{
    internal const int MostSeries = 500;

    private readonly ConcurrentDictionary<MetricKey, MetricSeries> _series = new();
    private readonly MetricSeries _other = new(MetricKey.Other);
    private int _count;

    /// <summary>All series with a request.</summary>
    public IEnumerable<MetricSeries> Series => _series.Values.Append(_other).Where(s => s.Requests > 0);

    public void Observe(in GatewayObservation observation)
    {
        Find(MetricKey.Of(observation)).Observe(observation);
        overview.Observe(observation);
    }

    private MetricSeries Find(in MetricKey key)
    {
        if (_series.TryGetValue(key, out var series)) return series;
        if (Volatile.Read(ref _count) >= MostSeries) return _other;
        var made = new MetricSeries(key);
        var kept = _series.GetOrAdd(key, made);
        if (kept == made) Interlocked.Increment(ref _count);
        return kept;
    }
}
