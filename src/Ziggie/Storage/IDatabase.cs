using System.Data.Common;

namespace Ziggie.Storage;

/// <summary>Which SQL a database understands.</summary>
public enum DatabaseProvider { Sqlite, Postgres }

/// <summary>
/// The one door to the database. Stores write SQL that both databases take (named parameters with @, ON CONFLICT, RETURNING); where they
/// differ, they ask <see cref="Provider"/>. Times are stored as Unix milliseconds (BIGINT), booleans as 0 or 1 (INTEGER), ids as text, JSON as text.
/// </summary>
public interface IDatabase
{
    DatabaseProvider Provider { get; }

    /// <summary>Runs reads on a connection of their own; on SQLite concurrently with the writer.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel);

    /// <summary>Runs one transaction; on SQLite writers take turns. A busy or just restarted database is tried again for a bounded time; then <see cref="DatabaseUnavailableException"/>.</summary>
    Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel);

    /// <summary>One transaction of work that nobody waits for: where the database works in this process, it does on the thread given, and ends there.</summary>
    Task<T> WriteAsync<T>(QuietThread on, Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel) => WriteAsync(write, cancel);

    /// <summary>Why the database cannot be written now (disk full, unreachable), or null. Shown by <c>/health</c>.</summary>
    string? Trouble { get; }
}

/// <summary>The database could not be reached or written within the time a request may wait.</summary>
public sealed class DatabaseUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
