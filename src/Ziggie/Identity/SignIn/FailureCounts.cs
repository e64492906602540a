namespace Ziggie.Identity;

/// <summary>Times of recent failures by key, bounded in keys and in times.</summary>
internal sealed class FailureCounts<TKey>(int limit, TimeSpan window) where TKey : notnull
{
    private const int MostKeys = 20_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Queue<DateTimeOffset>> _failures = [];

    /// <summary>How long until the next attempt may be made; null: now.</summary>
    public TimeSpan? Wait(TKey key, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_failures.TryGetValue(key, out var times)) return null;
            Drop(times, now);
            return times.Count < limit ? null : times.Peek() + window - now;
        }
    }

    public void Add(TKey key, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_failures.Count >= MostKeys && !_failures.ContainsKey(key)) MakeRoom(now);
            if (!_failures.TryGetValue(key, out var times)) _failures[key] = times = new Queue<DateTimeOffset>();
            Drop(times, now);
            times.Enqueue(now);
            while (times.Count > limit) times.Dequeue();
        }
    }

    public void Forget(TKey key)
    {
        lock (_gate) _failures.Remove(key);
    }

    private void Drop(Queue<DateTimeOffset> times, DateTimeOffset now)
    {
        while (times.TryPeek(out var first) && now - first >= window) times.Dequeue();
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (key, times) in _failures)
        {
            Drop(times, now);
            if (times.Count == 0) _failures.Remove(key);
        }
        // All of them recent: the ones with the fewest failures are the least to lose.
        if (_failures.Count < MostKeys) return;
        foreach (var (key, _) in _failures.OrderBy(pair => pair.Value.Count).Take(MostKeys / 10).ToList()) _failures.Remove(key);
    }
}
