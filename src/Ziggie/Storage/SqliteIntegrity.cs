using Microsoft.Data.Sqlite;

namespace Ziggie.Storage;

/// <summary>Looks whether the file is sound: a small one before the start, a big one beside the running program and for a bounded time.</summary>
internal sealed class SqliteIntegrity(SqliteConnections connections, TimeProvider time) : IAsyncDisposable
{
    private const long SmallBytes = 8 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly CancellationTokenSource _ended = new();
    private Task _background = Task.CompletedTask;

    /// <summary>Throws where damage shows at once; later damage is told to <paramref name="damaged"/>.</summary>
    public async Task CheckAsync(Action<string> damaged, CancellationToken cancel)
    {
        var file = new FileInfo(connections.Path);
        if (!file.Exists || file.Length == 0) return;
        if (file.Length <= SmallBytes)
        {
            if (await FindDamageAsync(cancel).ConfigureAwait(false) is { } damage) throw SqliteErrors.Damaged(connections.Path, damage);
        }
        else
        {
            _background = Task.Run(() => CheckBigAsync(damaged), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task CheckBigAsync(Action<string> damaged)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _ended.Token);
        try
        {
            if (await FindDamageAsync(either.Token).ConfigureAwait(false) is { } damage) damaged(SqliteErrors.Damaged(connections.Path, damage).Message);
        }
        catch (SqliteException e) when (e.IsDamage())
        {
            damaged(SqliteErrors.Damaged(connections.Path, e.Message).Message);
        }
        catch (SqliteException)
        {
            // Interrupted by the limit, or busy: this start goes without the check, the next one tries again.
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task<string?> FindDamageAsync(CancellationToken cancel)
    {
        var connection = await connections.RentAsync(Longest, cancel).ConfigureAwait(false);
        if (connection is null) return null;
        try
        {
            using (cancel.UnsafeRegister(static c => SQLitePCL.raw.sqlite3_interrupt(((SqliteConnection)c!).Handle), connection))
            {
                var answer = (string?)await connection.ValueAsync("PRAGMA quick_check(1)", cancel).ConfigureAwait(false);
                return answer is null or "ok" ? null : answer;
            }
        }
        finally
        {
            connections.Return(connection, sound: false);
        }
    }
}
