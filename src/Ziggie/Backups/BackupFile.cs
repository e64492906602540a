using Microsoft.Data.Sqlite;
using Ziggie.Storage;

namespace Ziggie.Backups;

/// <summary>What is in a backup.</summary>
internal static class BackupFile
{
    /// <summary>Name of the entry that holds the master key.</summary>
    public const string MasterKey = "master_key";

    public static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        SqliteLibrary.Load();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Throws where the file is no sound backup.</summary>
    /// <param name="name">What the person who asked calls it.</param>
    public static async Task VerifyAsync(string file, string name, CancellationToken cancel)
    {
        try
        {
            using var connection = Open(file, SqliteOpenMode.ReadWrite);
            if ((string?)await connection.ValueAsync("SELECT name FROM sqlite_master WHERE name = 'ziggie_migrations'", cancel).ConfigureAwait(false) is null)
                throw new StorageException($"{name} is no backup of Ziggie's: it has none of its tables. Nothing was changed.");
            if ((string?)await connection.ValueAsync("PRAGMA quick_check(1)", cancel).ConfigureAwait(false) is { } answer and not "ok")
                throw new StorageException($"The backup {name} is damaged ({answer}). Nothing was changed; try an older one.");
        }
        catch (SqliteException e)
        {
            throw new StorageException($"{name} is no backup of Ziggie's, or it is damaged ({e.Message}). Nothing was changed.", e);
        }
    }

    /// <summary>Takes the description out and returns the master key, if the backup holds one.</summary>
    public static async Task<string?> TakeMasterKeyAsync(string file, CancellationToken cancel)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        if (await connection.ValueAsync("SELECT name FROM sqlite_master WHERE name = 'ziggie_backup'", cancel).ConfigureAwait(false) is null) return null;
        var key = (string?)await connection.ValueAsync("SELECT value FROM ziggie_backup WHERE name = @name", cancel, ("@name", MasterKey)).ConfigureAwait(false);
        await connection.RunAsync("DROP TABLE ziggie_backup", cancel).ConfigureAwait(false);
        return key;
    }
}
