using Ziggie.Usage.Metrics;

namespace Ziggie.Usage.Overview;

/// <summary>One series of the window: a ring of buckets, made as time first reaches them.</summary>
internal sealed class OverviewRing(int buckets)
{
    private readonly OverviewBucket?[] _ring = new OverviewBucket?[buckets];

    public void Observe(long number, in GatewayObservation observation)
    {
        ref var slot = ref _ring[number % _ring.Length];
        var bucket = Volatile.Read(ref slot);
        if (bucket is null)
        {
            var made = new OverviewBucket();
            bucket = Interlocked.CompareExchange(ref slot, made, null) ?? made;
        }
        bucket.Observe(number, observation);
    }

    /// <summary>The window that ends with a bucket.</summary>
    public OverviewSeries Read(long last)
    {
        var window = Enumerable.Range(0, _ring.Length).Select(i => Find(last - _ring.Length + 1 + i)).ToList();
        var (first, total) = (LiveHistogram.NewSums(), LiveHistogram.NewSums());
        foreach (var bucket in window)
        {
            bucket?.FirstToken.AddTo(first);
            bucket?.Total.AddTo(total);
        }
        var (p50First, p95First) = Percentiles(window, b => b.FirstToken);
        var (p50Total, p95Total) = Percentiles(window, b => b.Total);
        long[] requests = [.. window.Select(b => b?.Requests ?? 0)];
        long[] errors = [.. window.Select(b => b?.Errors ?? 0)];
        long[] prompt = [.. window.Select(b => b?.PromptTokens ?? 0)];
        long[] completion = [.. window.Select(b => b?.CompletionTokens ?? 0)];
        return new OverviewSeries(
            requests.Sum(), errors.Sum(), prompt.Sum(), completion.Sum(),
            LiveHistogram.PercentileMs(first, 0.5), LiveHistogram.PercentileMs(first, 0.95), LiveHistogram.PercentileMs(total, 0.5), LiveHistogram.PercentileMs(total, 0.95),
            requests, errors, prompt, completion, p50First, p95First, p50Total, p95Total);
    }

    private OverviewBucket? Find(long number)
    {
        var bucket = number < 0 ? null : Volatile.Read(ref _ring[number % _ring.Length]);
        return bucket is not null && bucket.Holds(number) ? bucket : null;
    }

    private static (double?[] P50, double?[] P95) Percentiles(List<OverviewBucket?> window, Func<OverviewBucket, LiveHistogram> histogram)
    {
        var p50 = new double?[window.Count];
        var p95 = new double?[window.Count];
        var sums = LiveHistogram.NewSums();
        for (var i = 0; i < window.Count; i++)
        {
            if (window[i] is not { Requests: > 0 } bucket) continue;
            Array.Clear(sums);
            histogram(bucket).AddTo(sums);
            (p50[i], p95[i]) = (LiveHistogram.PercentileMs(sums, 0.5), LiveHistogram.PercentileMs(sums, 0.95));
        }
        return (p50, p95);
    }
}
