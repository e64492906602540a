using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Ziggie.Storage;

/// <summary>What a failure of SQLite means for us.</summary>
internal static class SqliteErrors
{
    /// <summary>Somebody else holds the database for a moment: worth another try.</summary>
    public static bool IsBusy(this SqliteException e) => e.SqliteErrorCode is SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL;

    /// <summary>The disk does not take it now, but may later: full, or failing.</summary>
    public static bool IsDiskTrouble(this SqliteException e) => e.SqliteErrorCode is SQLITE_FULL or SQLITE_IOERR or SQLITE_READONLY or SQLITE_CANTOPEN;

    /// <summary>The file is not, or no longer, a sound database.</summary>
    public static bool IsDamage(this SqliteException e) => e.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_NOTADB;

    public static bool IsInterrupt(this SqliteException e) => e.SqliteErrorCode == SQLITE_INTERRUPT;

    public static StorageException Damaged(string path, string what, Exception? inner = null) => new(
        $"The database {path} is damaged ({what}). Restore a backup with 'ziggie restore FILE'; the damaged file is kept beside it. To start empty, move {path} away.", inner);
}
