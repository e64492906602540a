using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Ziggie.Storage;

/// <summary>One SQLite file in WAL mode: one writer at a time, readers beside it.</summary>
internal sealed partial class SqliteDatabase : IStartedDatabase
{
    /// <summary>How long a request may wait for its turn or for another process to let go.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);

    private readonly SqliteConnections _connections;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TroubleSign _trouble;
    private readonly SqliteIntegrity _integrity;
    private readonly IReadOnlyList<MigrationScript> _scripts;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TimeSpan _patience;
    private SqliteConnection? _writer;

    public SqliteDatabase(string path, TimeProvider time, ILogger<SqliteDatabase> log, IReadOnlyList<MigrationScript>? scripts = null, TimeSpan? patience = null)
    {
        _patience = patience ?? UsualPatience;
        _connections = new SqliteConnections(path);
        _time = time;
        _log = log;
        _scripts = scripts ?? MigrationScript.BuiltIn(DatabaseProvider.Sqlite);
        _trouble = new TroubleSign(time, cancel => WriteAsync(
            (connection, _, token) => connection.RunAsync("INSERT INTO ziggie_state (name, value) VALUES ('probe', '') ON CONFLICT (name) DO UPDATE SET value = ''", token), cancel));
        _integrity = new SqliteIntegrity(_connections, time);
    }

    // Replicas cannot share a SQLite file, so there is nobody to hear from.
    public event Action<string?>? Signalled { add { } remove { } }

    public DatabaseProvider Provider => DatabaseProvider.Sqlite;

    public string? Trouble => _trouble.Reason;

    public string Path => _connections.Path;

    public Task SignalAsync(DbConnection connection, DbTransaction transaction, string topic, CancellationToken cancel) => Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancel)
    {
        try
        {
            await _integrity.CheckAsync(damage =>
            {
                LogDamaged(damage);
                _trouble.Set(damage);
            }, cancel).ConfigureAwait(false);
            _writer = await OpenAsync(cancel).ConfigureAwait(false);
            await _writer.RunAsync("PRAGMA journal_mode = WAL", cancel).ConfigureAwait(false);
            var applied = await new Migrator(Provider, _scripts, _time).RunAsync(_writer, () => SqliteCopies.BeforeMigrationAsync(_writer, Path, _time, cancel), cancel).ConfigureAwait(false);
            if (applied.Count > 0) LogMigrated(string.Join(", ", applied));
        }
        catch (SqliteException e) when (e.IsDamage())
        {
            throw SqliteErrors.Damaged(Path, e.Message, e);
        }
        catch (SqliteException e)
        {
            throw new StorageException($"The database {Path} could not be opened: {e.Message}. Check that this user may write there and that the disk has space.", e);
        }
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        // SQLite works on the caller's thread; whoever called may be an event loop that must not stall.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var retry = new Retry(_time, _patience);
        while (true)
        {
            var connection = await _connections.RentAsync(_patience, cancel).ConfigureAwait(false)
                ?? throw new DatabaseUnavailableException($"No database reader came free in {_patience.TotalSeconds:0} s; try again in a moment.");
            var sound = false;
            try
            {
                using (Interrupting(connection, cancel))
                {
                    var result = await read(connection, cancel).ConfigureAwait(false);
                    sound = true;
                    return result;
                }
            }
            catch (SqliteException e) when (e.IsInterrupt() && cancel.IsCancellationRequested)
            {
                throw new OperationCanceledException("The read was cancelled.", e, cancel);
            }
            catch (SqliteException e) when (e.IsBusy())
            {
                if (!await retry.NextAsync(cancel).ConfigureAwait(false)) throw Busy(e);
            }
            finally
            {
                _connections.Return(connection, sound);
            }
        }
    }

    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel) => WriteInTurnAsync(null, write, cancel);

    public Task<T> WriteAsync<T>(QuietThread on, Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel) => WriteInTurnAsync(on, write, cancel);

    public async Task CopyToAsync(string file, CancellationToken cancel)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var connection = _connections.OpenWriter();
        using (Interrupting(connection, cancel))
        {
            try
            {
                await connection.RunAsync("VACUUM INTO @file", cancel, ("@file", file)).ConfigureAwait(false);
            }
            catch (SqliteException e) when (e.IsInterrupt() && cancel.IsCancellationRequested)
            {
                throw new OperationCanceledException("The copy was cancelled.", e, cancel);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _trouble.Dispose();
        await _integrity.DisposeAsync().ConfigureAwait(false);
        // Waits for a write under way; bounded, since stopping must end.
        var mine = await _turn.WaitAsync(_patience).ConfigureAwait(false);
        _writer?.Dispose();
        _writer = null;
        _connections.Dispose();
        if (mine) _turn.Release();
    }

    private async Task<T> WriteInTurnAsync<T>(QuietThread? on, Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (!await _turn.WaitAsync(_patience, cancel).ConfigureAwait(false))
            throw new DatabaseUnavailableException($"Other writes held the database for {_patience.TotalSeconds:0} s; try again in a moment.");
        try
        {
            var retry = new Retry(_time, _patience);
            while (true)
            {
                try
                {
                    var result = await WriteOnceAsync(on, write, cancel).ConfigureAwait(false);
                    _trouble.Clear();
                    return result;
                }
                catch (SqliteException e) when (e.IsInterrupt() && cancel.IsCancellationRequested)
                {
                    throw new OperationCanceledException("The write was cancelled.", e, cancel);
                }
                catch (SqliteException e) when (e.IsBusy())
                {
                    if (await retry.NextAsync(cancel).ConfigureAwait(false)) continue;
                    var held = Busy(e);
                    if (_trouble.Reason is null) LogTrouble(held.Message);
                    _trouble.Set(held.Message);
                    throw held;
                }
                catch (SqliteException e) when (e.IsDiskTrouble() || e.IsDamage())
                {
                    // The next write starts on a fresh connection: this one may keep the failure.
                    _writer?.Dispose();
                    _writer = null;
                    var reason = $"The database {Path} cannot be written: {e.Message}. Check the disk's free space and permissions.";
                    LogTrouble(reason);
                    _trouble.Set(reason);
                    throw new DatabaseUnavailableException(reason, e);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<T> WriteOnceAsync<T>(QuietThread? on, Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        if (on is not null) await on.Enter();
        _writer ??= _connections.OpenWriter();
        using (Interrupting(_writer, cancel))
        {
            var transaction = _writer.BeginTransaction(deferred: false);
            await using (transaction.ConfigureAwait(false))
            {
                try
                {
                    var result = await write(_writer, transaction, cancel).ConfigureAwait(false);
                    transaction.Commit();
                    return result;
                }
                catch
                {
                    // SQLite may have rolled back by itself, as on a full disk. The transaction does not know: its own rollback would fail and leave the connection in it for ever.
                    if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Handle) != 0) SQLitePCL.raw.sqlite3_exec(_writer.Handle, "BEGIN");
                    throw;
                }
            }
        }
    }

    // A second starter may hold the file for its own first moments.
    private async Task<SqliteConnection> OpenAsync(CancellationToken cancel)
    {
        var retry = new Retry(_time, _patience);
        while (true)
        {
            try
            {
                return _connections.OpenWriter();
            }
            catch (SqliteException e) when (e.IsBusy())
            {
                if (!await retry.NextAsync(cancel).ConfigureAwait(false)) throw;
            }
        }
    }

    private static CancellationTokenRegistration Interrupting(SqliteConnection connection, CancellationToken cancel) =>
        cancel.UnsafeRegister(static c => SQLitePCL.raw.sqlite3_interrupt(((SqliteConnection)c!).Handle), connection);

    private DatabaseUnavailableException Busy(SqliteException e) =>
        new($"Another program held the database {Path} for {_patience.TotalSeconds:0} s. Close it and try again.", e);

    [LoggerMessage(LogLevel.Information, "Database brought up to date: {Scripts}")]
    private partial void LogMigrated(string scripts);

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(LogLevel.Critical, "{Reason}")]
    private partial void LogDamaged(string reason);
}
