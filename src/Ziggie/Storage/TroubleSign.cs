namespace Ziggie.Storage;

/// <summary>Holds why a database cannot be written and keeps trying, so that the sign goes away by itself when it can.</summary>
internal sealed class TroubleSign(TimeProvider time, Func<CancellationToken, Task> tryWrite) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private volatile string? _reason;
    private ITimer? _timer;
    private int _trying;

    public string? Reason => _reason;

    public void Set(string reason)
    {
        lock (_gate)
        {
            _reason = reason;
            if (!_ended.IsCancellationRequested) _timer ??= time.CreateTimer(_ => _ = ProbeAsync(), null, Interval, Interval);
        }
    }

    public void Clear()
    {
        if (_reason is null) return;
        lock (_gate)
        {
            _reason = null;
            _timer?.Dispose();
            _timer = null;
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        lock (_gate) _timer?.Dispose();
    }

    private async Task ProbeAsync()
    {
        // One that takes longer than the interval is not joined by others.
        if (Interlocked.Exchange(ref _trying, 1) == 1) return;
        try
        {
            await tryWrite(_ended.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DatabaseUnavailableException or OperationCanceledException or ObjectDisposedException or System.Data.Common.DbException)
        {
            // Still in trouble; the next tick tries again.
        }
        finally
        {
            Volatile.Write(ref _trying, 0);
        }
    }
}
