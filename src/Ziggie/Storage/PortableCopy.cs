using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ziggie.Storage;

/// <summary>Carries rows between PostgreSQL and a SQLite file of the same schema: every table and column that both have.</summary>
internal static class PortableCopy
{
    private const int BatchRows = 500;

    // Whether a script ran is known to each side by itself.
    private const string Own = "ziggie_migrations";

    // SQLite lists it for no table, though a search index's rows are known by it alone.
    private const string RowNumber = "rowid";

    public static async Task ExportAsync(NpgsqlConnection source, string file, TimeProvider time, CancellationToken cancel)
    {
        SqliteLibrary.Load();
        using var target = await OpenAsync(file, SqliteOpenMode.ReadWriteCreate, cancel).ConfigureAwait(false);
        await new Migrator(DatabaseProvider.Sqlite, MigrationScript.BuiltIn(DatabaseProvider.Sqlite), time).RunAsync(target, () => Task.CompletedTask, cancel).ConfigureAwait(false);
        var snapshot = await source.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel).ConfigureAwait(false);
        await using (snapshot.ConfigureAwait(false))
        {
            using var writing = target.BeginTransaction();
            foreach (var table in await PostgresTables.ListAsync(source, cancel).ConfigureAwait(false))
            {
                var columns = await SharedColumnsAsync(source, target, table, cancel).ConfigureAwait(false);
                if (columns.Count == 0) continue;
                await target.RunAsync($"DELETE FROM {table}", cancel).ConfigureAwait(false);
                await CopyAsync(source, table, columns, rows => InsertAsync(target, table, columns, rows, cancel), cancel).ConfigureAwait(false);
            }
            writing.Commit();
        }
    }

    public static async Task ImportAsync(string file, NpgsqlConnection target, CancellationToken cancel)
    {
        SqliteLibrary.Load();
        using var source = await OpenAsync(file, SqliteOpenMode.ReadOnly, cancel).ConfigureAwait(false);
        var writing = await target.BeginTransactionAsync(cancel).ConfigureAwait(false);
        await using (writing.ConfigureAwait(false))
        {
            var tables = await PostgresTables.ListAsync(target, cancel).ConfigureAwait(false);
            foreach (var table in tables.Reverse().Where(t => t != Own)) await target.RunAsync($"DELETE FROM {table}", cancel).ConfigureAwait(false);
            foreach (var table in tables)
            {
                var columns = await SharedColumnsAsync(target, source, table, cancel).ConfigureAwait(false);
                if (columns.Count == 0) continue;
                await CopyAsync(source, table, columns, rows => InsertAsync(target, table, columns, rows, cancel), cancel).ConfigureAwait(false);
                await PostgresTables.AdvanceNumbersAsync(target, table, cancel).ConfigureAwait(false);
            }
            await writing.CommitAsync(cancel).ConfigureAwait(false);
        }
    }

    private static async Task<List<string>> SharedColumnsAsync(NpgsqlConnection postgres, SqliteConnection sqlite, string table, CancellationToken cancel)
    {
        if (table == Own) return [];
        var here = await sqlite.ListAsync("SELECT name FROM pragma_table_xinfo(@table) WHERE hidden = 0", row => row.GetString(0), cancel, ("@table", table)).ConfigureAwait(false);
        if (here.Count == 0) return [];
        var there = await PostgresTables.ColumnsAsync(postgres, table, cancel).ConfigureAwait(false);
        return [.. there.Intersect([.. here, RowNumber], StringComparer.Ordinal)];
    }

    private static async Task CopyAsync(DbConnection source, string table, List<string> columns, Func<List<object[]>, Task> insert, CancellationToken cancel)
    {
        var command = source.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
#pragma warning disable CA2100 // Names from the schemas of both sides.
            command.CommandText = $"SELECT {string.Join(", ", columns)} FROM {table}";
#pragma warning restore CA2100
            var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = new List<object[]>(BatchRows);
                while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                {
                    var row = new object[columns.Count];
                    reader.GetValues(row);
                    rows.Add(row);
                    if (rows.Count < BatchRows) continue;
                    await insert(rows).ConfigureAwait(false);
                    rows.Clear();
                }
                if (rows.Count > 0) await insert(rows).ConfigureAwait(false);
            }
        }
    }

    private static Task InsertAsync(SqliteConnection target, string table, List<string> columns, List<object[]> rows, CancellationToken cancel)
    {
        using var command = target.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = InsertSql(table, columns, "");
#pragma warning restore CA2100
        foreach (var name in Names(columns.Count)) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i];
            command.ExecuteNonQuery();
        }
        return Task.CompletedTask;
    }

    private static async Task InsertAsync(NpgsqlConnection target, string table, List<string> columns, List<object[]> rows, CancellationToken cancel)
    {
        var sql = InsertSql(table, columns, "OVERRIDING SYSTEM VALUE ");
        var names = Names(columns.Count).ToArray();
        var batch = target.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            foreach (var row in rows)
            {
                var command = new NpgsqlBatchCommand(sql);
                for (var i = 0; i < row.Length; i++) command.Parameters.AddWithValue(names[i], row[i]);
                batch.BatchCommands.Add(command);
            }
            await batch.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        }
    }

    private static string InsertSql(string table, List<string> columns, string overriding) =>
        $"INSERT INTO {table} ({string.Join(", ", columns)}) {overriding}VALUES ({string.Join(", ", Names(columns.Count))})";

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"@p{i}"));

    private static async Task<SqliteConnection> OpenAsync(string file, SqliteOpenMode mode, CancellationToken cancel)
    {
        SqliteLibrary.Load();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        await connection.OpenAsync(cancel).ConfigureAwait(false);
        await connection.RunAsync("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF", cancel).ConfigureAwait(false);
        return connection;
    }
}
