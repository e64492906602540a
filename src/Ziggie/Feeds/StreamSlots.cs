using System.Collections.Concurrent;
using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary>Counts a caller's open streams, so that nobody can open them without end.</summary>
internal sealed class StreamSlots(FeedLimits limits)
{
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Null when the caller has as many as it may; else dispose it at the stream's end.</summary>
    public IDisposable? TryTake(Caller caller)
    {
        var id = caller.LimitId;
        if (_open.AddOrUpdate(id, 1, static (_, n) => n + 1) <= limits.StreamsPerCaller) return new Slot(this, id);
        Release(id);
        return null;
    }

    private void Release(string id)
    {
        if (_open.AddOrUpdate(id, 0, static (_, n) => n - 1) == 0) _open.TryRemove(KeyValuePair.Create(id, 0));
    }

    private sealed class Slot(StreamSlots slots, string id) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0) slots.Release(id);
        }
    }
}
