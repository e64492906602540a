using System.Globalization;
using Microsoft.Data.Sqlite;
using Ziggie.Storage;

namespace Ziggie.Backups;

/// <summary>Writes backups while everything runs. A backup is one SQLite file, whatever the database, so that it can be restored into either.</summary>
public sealed class BackupService(IStartedDatabase database, DataDirectory data, TimeProvider time)
{
    /// <summary>Writes a whole backup or nothing; a file of that name is replaced. It holds secrets: only its owner may read it.</summary>
    public async Task WriteAsync(string file, CancellationToken cancel)
    {
        var partial = $"{file}.partial";
        try
        {
            // Empty and private before anything is in it.
            PrivateFiles.Write(partial, []);
            await database.CopyToAsync(partial, cancel).ConfigureAwait(false);
            await DescribeAsync(partial, cancel).ConfigureAwait(false);
            Sync(partial);
            File.Move(partial, file, overwrite: true);
        }
        catch (SqliteException e)
        {
            File.Delete(partial);
            throw new StorageException($"The backup {file} could not be written: {e.Message}. Check the disk's free space.", e);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    // What the database's secrets are sealed with goes along, so that the backup is enough to sign in again on a new machine.
    private async Task DescribeAsync(string file, CancellationToken cancel)
    {
        using var connection = BackupFile.Open(file, SqliteOpenMode.ReadWrite);
        await connection.RunAsync("CREATE TABLE ziggie_backup (name TEXT PRIMARY KEY, value TEXT NOT NULL)", cancel).ConfigureAwait(false);
        await PutAsync("made_at", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)).ConfigureAwait(false);
        await PutAsync("made_from", database.Provider.ToString()).ConfigureAwait(false);
        var master = data.File("master.key");
        if (File.Exists(master)) await PutAsync(BackupFile.MasterKey, await File.ReadAllTextAsync(master, cancel).ConfigureAwait(false)).ConfigureAwait(false);

        Task PutAsync(string name, string value) =>
            connection.RunAsync("INSERT INTO ziggie_backup (name, value) VALUES (@name, @value)", cancel, ("@name", name), ("@value", value));
    }

    private static void Sync(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
