namespace Ziggie.Backends;

/// <summary>Looks at one backend again and again: often while it is down, seldom while it is up, soon when a request to it failed.</summary>
internal sealed class BackendWatch(Backend backend, BackendProber prober, TimeProvider time, Action<Backend, BackendState, BackendState> onLooked) : IDisposable
{
    private static readonly TimeSpan s_online = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_soonest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan[] s_offline = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _soon = new(0, 1);
    private CancellationTokenSource? _stop;
    private Task _loop = Task.CompletedTask;

    public Backend Backend => backend;

    /// <summary>Done after the first look, whatever it saw.</summary>
    public Task FirstLook => _first.Task;

    public void Start(CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _loop = Task.Run(() => LoopAsync(_stop.Token), CancellationToken.None);
    }

    public void LookSoon()
    {
        try
        {
            _soon.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already asked for.
        }
    }

    public async Task StopAsync()
    {
        if (_stop is null) return;
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
    }

    public void Dispose()
    {
        backend.Dispose();
        _stop?.Dispose();
        _soon.Dispose();
    }

    private async Task LoopAsync(CancellationToken cancel)
    {
        var failures = 0;
        try
        {
            while (true)
            {
                var before = backend.State;
                var now = await prober.ProbeAsync(backend, cancel);
                backend.State = now;
                if (!before.LooksLike(now)) onLooked(backend, before, now);
                _first.TrySetResult();
                failures = now.Status == BackendStatus.Offline ? failures + 1 : 0;
                await Task.Delay(s_soonest, time, cancel);
                await WaitAsync((failures == 0 ? s_online : s_offline[Math.Min(failures, s_offline.Length) - 1]) - s_soonest, cancel);
            }
        }
        finally
        {
            _first.TrySetResult();
        }
    }

    private async Task WaitAsync(TimeSpan most, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(_soon.WaitAsync(end.Token), Task.Delay(most, time, end.Token));
        await end.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }
}
