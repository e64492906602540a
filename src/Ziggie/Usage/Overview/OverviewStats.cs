using System.Collections.Concurrent;
using Ziggie.Usage.Metrics;

namespace Ziggie.Usage.Overview;

/// <summary>The last 15 minutes in memory, overall and by backend. Fixed memory: at most 16 backends, about 350 KB each once they have been busy that long.</summary>
internal sealed class OverviewStats(TimeProvider time)
{
    private const int BucketSeconds = 10;
    private const int Buckets = 15 * 60 / BucketSeconds;
    private const int MostBackends = 16;

    private readonly OverviewRing _all = new(Buckets);
    private readonly ConcurrentDictionary<string, OverviewRing> _backends = new(StringComparer.Ordinal);

    public void Observe(in GatewayObservation observation)
    {
        var number = time.GetUtcNow().ToUnixTimeSeconds() / BucketSeconds;
        _all.Observe(number, observation);
        if (observation.Backend is { } name) Find(name)?.Observe(number, observation);
    }

    public OverviewSnapshot Snapshot()
    {
        var last = time.GetUtcNow().ToUnixTimeSeconds() / BucketSeconds;
        var backends = _backends.Select(b => new OverviewBackend(b.Key, b.Value.Read(last))).OrderByDescending(b => b.Series.TotalRequests).ThenBy(b => b.Name, StringComparer.Ordinal);
        return new OverviewSnapshot(DateTimeOffset.FromUnixTimeSeconds((last + 1) * BucketSeconds), BucketSeconds, _all.Read(last), [.. backends]);
    }

    // A backend that comes when all places are taken gets that of one which was idle for the whole window.
    private OverviewRing? Find(string backend)
    {
        if (_backends.TryGetValue(backend, out var ring)) return ring;
        lock (_backends)
        {
            if (_backends.TryGetValue(backend, out ring)) return ring;
            if (_backends.Count >= MostBackends && !DropIdle()) return null;
            return _backends.GetOrAdd(backend, new OverviewRing(Buckets));
        }
    }

    private bool DropIdle()
    {
        var last = time.GetUtcNow().ToUnixTimeSeconds() / BucketSeconds;
        var idle = _backends.FirstOrDefault(b => b.Value.Read(last).TotalRequests == 0).Key;
        return idle is not null && _backends.TryRemove(idle, out _);
    }
}
