using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Ziggie.Settings;
using Ziggie.Storage;

namespace Ziggie.Backups;

/// <summary>Brings a backup back, into a data directory that no Ziggie uses.</summary>
public sealed class Restore(DataDirectory data, DatabaseSettings settings, TimeProvider time, ILoggerFactory logs)
{
    /// <summary>Checks the backup, brings it up to this version and puts it in place of what is there, which is kept.</summary>
    /// <param name="force">Also where there is data already.</param>
    /// <returns>Where the former data is kept, or null where there was none.</returns>
    /// <exception cref="DataDirectoryInUseException">A Ziggie runs on the data directory.</exception>
    /// <exception cref="StorageException">The backup cannot be used, or there is data and no <paramref name="force"/>.</exception>
    public async Task<string?> RunAsync(string file, bool force, CancellationToken cancel)
    {
        using var held = DataDirectoryLock.Take(data);
        var incoming = data.File("restore.partial");
        try
        {
            PrivateFiles.Write(incoming, []);
            await CopyAsync(file, incoming, cancel).ConfigureAwait(false);
            await BackupFile.VerifyAsync(incoming, file, cancel).ConfigureAwait(false);
            var master = await BackupFile.TakeMasterKeyAsync(incoming, cancel).ConfigureAwait(false);
            var database = new SqliteDatabase(incoming, time, logs.CreateLogger<SqliteDatabase>());
            await using (database.ConfigureAwait(false)) await database.StartAsync(cancel).ConfigureAwait(false);
            return settings.Provider == "postgres"
                ? await IntoPostgresAsync(incoming, master, force, cancel).ConfigureAwait(false)
                : IntoSqlite(incoming, master, force);
        }
        finally
        {
            foreach (var rest in new[] { incoming, incoming + "-wal", incoming + "-shm" }) File.Delete(rest);
        }
    }

    private string? IntoSqlite(string incoming, string? master, bool force)
    {
        var target = data.File("ziggie.db");
        string[] former = [.. new[] { target, target + "-wal", target + "-shm" }.Where(File.Exists)];
        if (former.Length > 0 && !force) throw Occupied();
        var kept = former.Length == 0 ? null : KeepFolder();
        foreach (var path in former) File.Move(path, Path.Combine(kept!, Path.GetFileName(path)));
        PutMasterKey(master, kept);
        File.Move(incoming, target);
        return kept;
    }

    private async Task<string?> IntoPostgresAsync(string incoming, string? master, bool force, CancellationToken cancel)
    {
        var database = new PostgresDatabase(
            settings.ConnectionString ?? throw new StorageException("database.provider is postgres, but database.connectionString is missing."), time, logs.CreateLogger<PostgresDatabase>());
        await using (database.ConfigureAwait(false))
        {
            if (await database.OthersAsync(cancel).ConfigureAwait(false) > 0)
                throw new StorageException("Another Ziggie is connected to this PostgreSQL database. Stop all of them, then restore.");
            await database.StartAsync(cancel).ConfigureAwait(false);
            var users = (long)(await database.ReadAsync((c, token) => c.ValueAsync("SELECT count(*) FROM users", token), cancel).ConfigureAwait(false))!;
            if (users > 0 && !force) throw Occupied();
            var kept = users == 0 ? null : KeepFolder();
            if (kept is not null) await new BackupService(database, data, time).WriteAsync(Path.Combine(kept, "postgres.backup"), cancel).ConfigureAwait(false);
            try
            {
                await database.CopyFromAsync(incoming, cancel).ConfigureAwait(false);
            }
            catch (DbException e)
            {
                throw new StorageException($"PostgreSQL did not take the backup: {e.Message}. Nothing was changed.", e);
            }
            PutMasterKey(master, kept);
            return kept;
        }
    }

    // The other one would not open what the backup's database holds.
    private void PutMasterKey(string? master, string? kept)
    {
        if (master is null) return;
        var path = data.File("master.key");
        if (kept is not null && File.Exists(path)) File.Copy(path, Path.Combine(kept, "master.key"), overwrite: true);
        PrivateFiles.Write(path, Encoding.ASCII.GetBytes(master));
    }

    private string KeepFolder()
    {
        var path = data.File("backups", "replaced-" + time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture));
        PrivateFiles.CreateFolder(path);
        return path;
    }

    private StorageException Occupied() => new($"There is data in {data.Path} already. To replace it (it is kept aside), add --force.");

    private static async Task CopyAsync(string from, string to, CancellationToken cancel)
    {
        try
        {
            var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read);
            await using (source.ConfigureAwait(false))
            {
                var target = new FileStream(to, FileMode.Truncate, FileAccess.Write);
                await using (target.ConfigureAwait(false)) await source.CopyToAsync(target, cancel).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The backup {from} could not be read into {Path.GetDirectoryName(to)}: {e.Message}", e);
        }
    }
}
