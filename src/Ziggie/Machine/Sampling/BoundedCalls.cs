using System.Collections.Concurrent;

namespace Ziggie.Machine.Sampling;

/// <summary>
/// Makes calls that the kernel or a driver may never answer (a dead network mount, a wedged graphics card). Each runs on a thread of its own and is waited for
/// only so long; what has not answered is not asked again until it has, so that not more threads hang than there are such things.
/// </summary>
internal sealed class BoundedCalls(TimeSpan bound, int mostAtOnce, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);

    /// <param name="what">Names the call: of one name there is one at a time.</param>
    public async Task<BoundedAnswer<T>> TryAsync<T>(string what, Func<T> call, CancellationToken cancel)
    {
        if (_running.TryGetValue(what, out var earlier) && !earlier.IsCompleted) return default;
        if (_running.Count >= mostAtOnce && Running() >= mostAtOnce) return default;
        var task = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        _running[what] = task;
        try
        {
            return new BoundedAnswer<T>(true, await task.WaitAsync(bound, time, cancel));
        }
        catch (TimeoutException)
        {
            return default;
        }
    }

    /// <summary>Calls that have not come back, after forgetting those that have.</summary>
    private int Running()
    {
        foreach (var (what, task) in _running)
            if (task.IsCompleted) _running.TryRemove(KeyValuePair.Create(what, task));
        return _running.Count;
    }
}

/// <summary>What a call gave, if it came back in time.</summary>
internal readonly record struct BoundedAnswer<T>(bool Came, T? Value);
