using System.Collections.Concurrent;
using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>What kind of thing changed.</summary>
internal enum Changed { User, Key, Session }

/// <summary>
/// The one way to change users, keys and sessions: first the database, then memory takes what the database says. Replicas hear of it
/// and do the same.
/// </summary>
internal sealed class IdentityChanges(IDatabase database, IDatabaseSignals signals, IdentityMemory memory, TimeProvider time) : IDisposable
{
    /// <summary>Word to other replicas.</summary>
    public const string Topic = "identity";

    private readonly SemaphoreSlim _order = new(1);
    private readonly ConcurrentQueue<(Changed Kind, string Id)> _unapplied = new();

    /// <summary>Runs one transaction; it tells what it changed.</summary>
    public async Task<T> WriteAsync<T>(Func<DbConnection, ICollection<(Changed Kind, string Id)>, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        var changes = new List<(Changed Kind, string Id)>();
        var result = await database.WriteAsync(async (connection, transaction, token) =>
        {
            changes.Clear();
            var written = await write(connection, changes, token).ConfigureAwait(false);
            if (changes.Count > 0 && database.Provider == DatabaseProvider.Postgres)
            {
                await ChangeLog.AddAsync(connection, changes, time.GetUtcNow().ToUnixTimeMilliseconds(), token).ConfigureAwait(false);
                await signals.SignalAsync(connection, transaction, Topic, token).ConfigureAwait(false);
            }
            return written;
        }, cancel).ConfigureAwait(false);
        // What is committed must show at once, also where the caller has left.
        await ApplyAsync(changes, CancellationToken.None).ConfigureAwait(false);
        return result;
    }

    /// <summary>Takes over from the database what is said to have changed.</summary>
    public async Task ApplyAsync(IReadOnlyCollection<(Changed Kind, string Id)> changes, CancellationToken cancel)
    {
        if (changes.Count == 0) return;
        // One at a time, so that memory never goes back to an older state.
        await _order.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            foreach (var (kind, id) in changes) await ApplyAsync(kind, id, cancel).ConfigureAwait(false);
        }
        catch
        {
            foreach (var change in changes) _unapplied.Enqueue(change);
            throw;
        }
        finally
        {
            _order.Release();
        }
    }

    /// <summary>Tries again what failed since the database was away.</summary>
    public Task RetryAsync(CancellationToken cancel)
    {
        var again = new HashSet<(Changed, string)>();
        while (_unapplied.TryDequeue(out var change)) again.Add(change);
        return ApplyAsync(again, cancel);
    }

    public void Dispose() => _order.Dispose();

    private async Task ApplyAsync(Changed kind, string id, CancellationToken cancel)
    {
        switch (kind)
        {
            case Changed.User:
                memory.Change(id, await database.ReadAsync((c, token) => UserStore.FindAsync(c, id, token), cancel).ConfigureAwait(false));
                break;
            case Changed.Key:
                memory.Change(id, await database.ReadAsync((c, token) => KeyStore.FindAsync(c, id, token), cancel).ConfigureAwait(false));
                break;
            case Changed.Session:
                memory.Change(id, await database.ReadAsync((c, token) => SessionStore.FindAsync(c, id, token), cancel).ConfigureAwait(false));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }
}
