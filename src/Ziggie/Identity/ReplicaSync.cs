using Microsoft.Extensions.Logging;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Takes over what other replicas changed: on their signal, and every few seconds in case one was lost.</summary>
internal sealed partial class ReplicaSync(
    IDatabase database, IDatabaseSignals signals, IdentityChanges changes, ILogger<ReplicaSync> log) : IAsyncDisposable
{
    // Numbers are taken before transactions commit, so a smaller one may appear after a larger: look back over this many.
    private const int LookBack = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Queue<long> _seenOrder = new();
    private readonly HashSet<long> _seen = [];
    private Task _loop = Task.CompletedTask;
    private long _last;

    /// <summary>Call before loading memory: what changes from then on is seen.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        if (database.Provider != DatabaseProvider.Postgres) return;
        _last = await database.ReadAsync(ChangeLog.LastAsync, cancel).ConfigureAwait(false);
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

    private void Hear(string? topic)
    {
        if (topic is not (null or IdentityChanges.Topic)) return;
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake.
        }
    }

    private async Task RunAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(Interval, _ended.Token).ConfigureAwait(false);
                await TakeOverAsync(_ended.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is DatabaseUnavailableException or System.Data.Common.DbException)
            {
                LogAway(e.Message);
            }
        }
    }

    private async Task TakeOverAsync(CancellationToken cancel)
    {
        var news = await database.ReadAsync((c, token) => ChangeLog.SinceAsync(c, _last - LookBack, token), cancel).ConfigureAwait(false);
        var unseen = news.Where(n => _seen.Add(n.Number)).ToList();
        foreach (var (number, _, _) in unseen)
        {
            _seenOrder.Enqueue(number);
            _last = Math.Max(_last, number);
        }
        while (_seenOrder.Count > 4 * LookBack) _seen.Remove(_seenOrder.Dequeue());
        await changes.ApplyAsync([.. unseen.Select(n => (n.Kind, n.Id)).Distinct()], cancel).ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Debug, "Changes of other replicas could not be read: {Reason}")]
    private partial void LogAway(string reason);
}
