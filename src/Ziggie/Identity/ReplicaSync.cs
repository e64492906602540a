using Microsoft.Extensions.Logging;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Takes over what other replicas changed of users, keys and sessions.</summary>
internal sealed class ReplicaSync : IAsyncDisposable
{
    // Numbers are taken before transactions commit, so a smaller one may appear after a larger: look back over this many.
    private const int LookBack = 1000;

    private readonly IDatabase _database;
    private readonly IdentityChanges _changes;
    private readonly SignalWatch _watch;
    private readonly Queue<long> _seenOrder = new();
    private readonly HashSet<long> _seen = [];
    private long _last;

    public ReplicaSync(IDatabase database, IDatabaseSignals signals, IdentityChanges changes, ILogger<ReplicaSync> log)
    {
        (_database, _changes) = (database, changes);
        _watch = new SignalWatch(database, signals, IdentityChanges.Topic, TakeOverAsync, log);
    }

    /// <summary>Call before loading memory: what changes from then on is seen.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        if (_database.Provider != DatabaseProvider.Postgres) return;
        _last = await _database.ReadAsync(ChangeLog.LastAsync, cancel).ConfigureAwait(false);
        _watch.Start();
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private async Task TakeOverAsync(CancellationToken cancel)
    {
        var news = await _database.ReadAsync((c, token) => ChangeLog.SinceAsync(c, _last - LookBack, token), cancel).ConfigureAwait(false);
        var unseen = news.Where(n => _seen.Add(n.Number)).ToList();
        foreach (var (number, _, _) in unseen)
        {
            _seenOrder.Enqueue(number);
            _last = Math.Max(_last, number);
        }
        while (_seenOrder.Count > 4 * LookBack) _seen.Remove(_seenOrder.Dequeue());
        await _changes.ApplyAsync([.. unseen.Select(n => (n.Kind, n.Id)).Distinct()], cancel).ConfigureAwait(false);
    }
}
