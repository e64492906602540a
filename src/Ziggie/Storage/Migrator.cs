using System.Data.Common;

namespace Ziggie.Storage;

/// <summary>
/// Brings a schema up to the program. Each script runs in a transaction of its own, which first takes the one lock of all starters
/// (SQLite: the write lock by BEGIN IMMEDIATE; PostgreSQL: an advisory lock) and looks again whether the script is still needed.
/// </summary>
internal sealed class Migrator(DatabaseProvider provider, IReadOnlyList<MigrationScript> scripts, TimeProvider time)
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS ziggie_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS ziggie_state (name TEXT PRIMARY KEY, value TEXT NOT NULL);
        """;

    /// <summary>Applies what is missing.</summary>
    /// <param name="beforeChange">Runs once before the first change of a database that already holds data: makes the copy to go back to.</param>
    /// <returns>Names of the scripts applied.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(DbConnection connection, Func<Task> beforeChange, CancellationToken cancel)
    {
        var before = await AppliedAsync(connection, cancel).ConfigureAwait(false);
        Verify(before);
        if (scripts.All(s => before.ContainsKey(s.Number))) return [];
        if (before.Count > 0) await beforeChange().ConfigureAwait(false);

        var applied = new List<string>();
        foreach (var script in scripts.Where(s => !before.ContainsKey(s.Number)))
        {
            if (await ApplyAsync(connection, script, cancel).ConfigureAwait(false)) applied.Add(script.Name);
        }
        return applied;
    }

    private async Task<bool> ApplyAsync(DbConnection connection, MigrationScript script, CancellationToken cancel)
    {
        var transaction = await connection.BeginTransactionAsync(cancel).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (provider == DatabaseProvider.Postgres) await connection.RunAsync("SELECT pg_advisory_xact_lock(7233177233)", cancel).ConfigureAwait(false);
            await connection.RunAsync(Tables, cancel).ConfigureAwait(false);
            var applied = await AppliedAsync(connection, cancel).ConfigureAwait(false);
            Verify(applied);
            if (applied.ContainsKey(script.Number)) return false;
            try
            {
                await connection.RunAsync(script.Sql, cancel).ConfigureAwait(false);
            }
            catch (DbException e)
            {
                throw new StorageException($"The database could not be brought up to this version: script {script.Name} failed ({e.Message}). Nothing of it was kept.", e);
            }
            await connection.RunAsync(
                "INSERT INTO ziggie_migrations (number, name, checksum, applied_at) VALUES (@number, @name, @checksum, @at)", cancel,
                ("@number", script.Number), ("@name", script.Name), ("@checksum", script.Checksum), ("@at", time.GetUtcNow().ToUnixTimeMilliseconds())).ConfigureAwait(false);
            await transaction.CommitAsync(cancel).ConfigureAwait(false);
            return true;
        }
    }

    private async Task<Dictionary<int, (string Name, string Checksum)>> AppliedAsync(DbConnection connection, CancellationToken cancel)
    {
        var exists = provider == DatabaseProvider.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'ziggie_migrations'"
            : "SELECT to_regclass('ziggie_migrations')::text";
        var applied = new Dictionary<int, (string, string)>();
        if (await connection.ValueAsync(exists, cancel).ConfigureAwait(false) is null) return applied;
        await connection.EachAsync(
            "SELECT number, name, checksum FROM ziggie_migrations",
            row => applied[row.GetInt32(0)] = (row.GetString(1), row.GetString(2)), cancel).ConfigureAwait(false);
        return applied;
    }

    private void Verify(Dictionary<int, (string Name, string Checksum)> applied)
    {
        foreach (var (number, (name, checksum)) in applied)
        {
            var script = scripts.FirstOrDefault(s => s.Number == number)
                ?? throw new StorageException($"The database is newer than this Ziggie: it has the change {name}, which this version does not know. Start the newer version, or restore a backup made with this one.");
            if (script.Checksum != checksum)
                throw new StorageException($"The database was made by a Ziggie whose change {name} differs from this one's. Start the version that made it, or restore a backup made with this one.");
        }
    }
}
