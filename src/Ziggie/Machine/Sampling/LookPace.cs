namespace Ziggie.Machine.Sampling;

/// <summary>One look at the machine serves all who ask within a moment; who asks after long silence gets the present, not the average since.</summary>
internal sealed class LookPace(TimeProvider time) : IDisposable
{
    /// <summary>Younger than this, a look is as good as another one.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(900);

    /// <summary>Older than this, the look before says nothing about now.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(20);

    /// <summary>Between the two looks that rates need at least.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private long? _at;
    private TimeSpan _interval;

    /// <param name="look">Looks; told for how many seconds its rates are, or 0 where this is the first look, which only counts.</param>
    /// <param name="result">Makes the answer from the latest look, told for how many seconds its rates are. Runs before anybody else may look.</param>
    public async Task<T> TakeAsync<T>(Func<double, CancellationToken, Task> look, Func<double, T> result, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (_at is not { } last || time.GetElapsedTime(last) > Stale) await LookAsync(look, TimeSpan.Zero, cancel);
            var passed = time.GetElapsedTime(_at!.Value);
            if (_interval == TimeSpan.Zero || passed >= Fresh)
            {
                if (passed < Shortest) await Task.Delay(Shortest - passed, time, cancel);
                await LookAsync(look, time.GetElapsedTime(_at.Value), cancel);
            }
            return result(_interval.TotalSeconds);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task LookAsync(Func<double, CancellationToken, Task> look, TimeSpan interval, CancellationToken cancel)
    {
        // A look that fails halfway has moved some counters and not others: the next one begins anew.
        _at = null;
        var at = time.GetTimestamp();
        await look(interval.TotalSeconds, cancel);
        (_at, _interval) = (at, interval);
    }
}
