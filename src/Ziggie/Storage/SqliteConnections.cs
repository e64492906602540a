using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Ziggie.Storage;

/// <summary>Opens connections to one file: a writer on demand and a bounded pool of readers.</summary>
internal sealed class SqliteConnections : IDisposable
{
    private readonly string _connectionString;
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _readers = new(Math.Max(4, 2 * Environment.ProcessorCount));
    private bool _disposed;

    public SqliteConnections(string path)
    {
        SqliteLibrary.Load();
        Path = path;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 2,
        }.ToString();
    }

    public string Path { get; }

    public SqliteConnection OpenWriter()
    {
        var connection = Open("PRAGMA busy_timeout = 2000; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864");
        PrivateFiles.Restrict(Path);
        return connection;
    }

    /// <summary>Borrows a reader; give it back with <see cref="Return"/>. Null where none came free in time.</summary>
    public async Task<SqliteConnection?> RentAsync(TimeSpan patience, CancellationToken cancel)
    {
        if (!await _readers.WaitAsync(patience, cancel).ConfigureAwait(false)) return null;
        try
        {
            return _idle.TryTake(out var idle) ? idle : Open("PRAGMA busy_timeout = 2000; PRAGMA query_only = ON; PRAGMA temp_store = MEMORY");
        }
        catch
        {
            _readers.Release();
            throw;
        }
    }

    /// <param name="sound">False after a failure: the connection is closed, not kept.</param>
    public void Return(SqliteConnection connection, bool sound)
    {
        if (sound && !_disposed) _idle.Add(connection);
        else connection.Dispose();
        _readers.Release();
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection)) connection.Dispose();
    }

    private SqliteConnection Open(string pragmas)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this class.
            command.CommandText = pragmas;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
