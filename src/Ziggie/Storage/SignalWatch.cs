using Microsoft.Extensions.Logging;

namespace Ziggie.Storage;

/// <summary>Acts on what other replicas say of a topic: at once on their signal, and every few seconds in case one was lost. Does nothing where there are no replicas.</summary>
internal sealed partial class SignalWatch(IDatabase database, IDatabaseSignals signals, string topic, Func<CancellationToken, Task> act, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private Task _loop = Task.CompletedTask;

    public void Start()
    {
        if (database.Provider != DatabaseProvider.Postgres) return;
        signals.Signalled += Hear;
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        signals.Signalled -= Hear;
        await _ended.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _ended.Dispose();
        _wake.Dispose();
    }

    private void Hear(string? said)
    {
        if (said is not null && said != topic) return;
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake.
        }
        catch (ObjectDisposedException)
        {
            // Ended while this was said.
        }
    }

    private async Task RunAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(Interval, _ended.Token).ConfigureAwait(false);
                await act(_ended.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is DatabaseUnavailableException or System.Data.Common.DbException)
            {
                LogAway(log, topic, e.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "Changes of other replicas ({Topic}) could not be read: {Reason}")]
    private static partial void LogAway(ILogger log, string topic, string reason);
}
