namespace Ziggie.Usage;

/// <summary>Wakes one waiter; set twice before the wait it wakes it once. Setting it again costs one read.</summary>
internal sealed class AsyncSignal : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0);
    private int _set;

    public void Set()
    {
        if (Volatile.Read(ref _set) == 0 && Interlocked.Exchange(ref _set, 1) == 0) _semaphore.Release();
    }

    public async Task WaitAsync(CancellationToken cancel)
    {
        await _semaphore.WaitAsync(cancel);
        Volatile.Write(ref _set, 0);
    }

    /// <summary>Waits no longer than the given time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            await WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }
    }

    public void Dispose() => _semaphore.Dispose();
}
