using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ziggie.Storage;

/// <summary>A PostgreSQL database, shared by any number of replicas. A restart of the server is waited out.</summary>
internal sealed partial class PostgresDatabase : IStartedDatabase
{
    /// <summary>How long a request may wait for a server that is away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly NpgsqlDataSource _source;
    private readonly TroubleSign _trouble;
    private readonly PostgresSignals _signals;
    private readonly IReadOnlyList<MigrationScript> _scripts;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _where;

    public PostgresDatabase(string connectionString, TimeProvider time, ILogger<PostgresDatabase> log, IReadOnlyList<MigrationScript>? scripts = null)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new StorageException($"database.connectionString is not a PostgreSQL connection string: {e.Message}. Write it as 'Host=…;Database=…;Username=…;Password=…'.", e);
        }
        if (!builder.ContainsKey("Timeout")) builder.Timeout = 5;
        builder.ApplicationName ??= "ziggie";
        _where = $"{builder.Host}:{builder.Port}/{builder.Database}";
        _source = NpgsqlDataSource.Create(builder);
        _time = time;
        _log = log;
        _scripts = scripts ?? MigrationScript.BuiltIn(DatabaseProvider.Postgres);
        _trouble = new TroubleSign(time, cancel => ReadAsync(static (connection, token) => connection.ValueAsync("SELECT 1", token), cancel));
        _signals = new PostgresSignals(_source, time);
    }

    public event Action<string?>? Signalled
    {
        add => _signals.Signalled += value;
        remove => _signals.Signalled -= value;
    }

    public DatabaseProvider Provider => DatabaseProvider.Postgres;

    public string? Trouble => _trouble.Reason;

    public Task SignalAsync(DbConnection connection, DbTransaction transaction, string topic, CancellationToken cancel) =>
        connection.RunAsync("SELECT pg_notify('ziggie', @message)", cancel, ("@message", _signals.MessageFor(topic)));

    public async Task StartAsync(CancellationToken cancel)
    {
        try
        {
            var applied = await ReadAsync((connection, token) => new Migrator(Provider, _scripts, _time).RunAsync(connection, () => Task.CompletedTask, token), cancel).ConfigureAwait(false);
            if (applied.Count > 0) LogMigrated(string.Join(", ", applied));
        }
        catch (Exception e) when (e is DatabaseUnavailableException or NpgsqlException)
        {
            throw new StorageException($"PostgreSQL at {_where} cannot be used: {e.InnerException?.Message ?? e.Message}. Check database.connectionString and that the server runs.", e);
        }
        _signals.Start();
    }

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel) =>
        PersistAsync(async connection => await read(connection, cancel).ConfigureAwait(false), cancel);

    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        (string Id, T Result)? unsure = null;
        return PersistAsync(async connection =>
        {
            // A connection lost during COMMIT leaves open whether it took place: the server knows, so that nothing is written twice.
            if (unsure is { } last && await WasCommittedAsync(connection, last.Id, cancel).ConfigureAwait(false)) return last.Result;
            unsure = null;
            var transaction = await connection.BeginTransactionAsync(cancel).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var id = (string)(await connection.ValueAsync("SELECT pg_current_xact_id()::text", cancel).ConfigureAwait(false))!;
                var result = await write(connection, transaction, cancel).ConfigureAwait(false);
                unsure = (id, result);
                await transaction.CommitAsync(cancel).ConfigureAwait(false);
                return result;
            }
        }, cancel);
    }

    public async Task CopyToAsync(string file, CancellationToken cancel)
    {
        var connection = await _source.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false)) await PortableCopy.ExportAsync(connection, file, _time, cancel).ConfigureAwait(false);
    }

    /// <summary>Replaces all there is with what a SQLite file of the same schema holds.</summary>
    public async Task CopyFromAsync(string file, CancellationToken cancel)
    {
        var connection = await _source.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false)) await PortableCopy.ImportAsync(file, connection, cancel).ConfigureAwait(false);
    }

    /// <summary>How many other programs named ziggie are connected to it.</summary>
    public Task<long> OthersAsync(CancellationToken cancel) => ReadAsync(async (connection, token) => (long)(await connection.ValueAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ziggie' AND pid <> pg_backend_pid()", token).ConfigureAwait(false))!, cancel);

    public async ValueTask DisposeAsync()
    {
        _trouble.Dispose();
        await _signals.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<T> PersistAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel)
    {
        var retry = new Retry(_time, Patience);
        while (true)
        {
            try
            {
                var connection = await _source.OpenConnectionAsync(cancel).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    var result = await work(connection).ConfigureAwait(false);
                    _trouble.Clear();
                    return result;
                }
            }
            catch (NpgsqlException e) when (e.IsTransient)
            {
                var reason = $"PostgreSQL at {_where} is not reachable: {e.Message}";
                if (e is not PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected })
                {
                    if (_trouble.Reason is null) LogTrouble(reason);
                    _trouble.Set(reason);
                }
                if (!await retry.NextAsync(cancel).ConfigureAwait(false)) throw new DatabaseUnavailableException(reason, e);
            }
        }
    }

    private static async Task<bool> WasCommittedAsync(NpgsqlConnection connection, string id, CancellationToken cancel) =>
        (string?)await connection.ValueAsync("SELECT pg_xact_status(@id::xid8)", cancel, ("@id", id)).ConfigureAwait(false) == "committed";

    [LoggerMessage(LogLevel.Information, "Database brought up to date: {Scripts}")]
    private partial void LogMigrated(string scripts);

    [LoggerMessage(LogLevel.Warning, "{Reason}")]
    private partial void LogTrouble(string reason);
}
