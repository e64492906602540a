using Npgsql;

namespace Ziggie.Storage;

/// <summary>What tables there are, from PostgreSQL's catalog.</summary>
internal static class PostgresTables
{
    /// <summary>All of the schema, those that others refer to first.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var tables = await connection.ListAsync(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name", row => row.GetString(0), cancel).ConfigureAwait(false);
        var references = await connection.ListAsync(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid", row => (From: row.GetString(0), To: row.GetString(1)), cancel).ConfigureAwait(false);
        var ordered = new List<string>();
        while (tables.Count > 0)
        {
            var free = tables.Where(t => !references.Exists(r => r.From == t && tables.Contains(r.To))).ToList();
            // A circle of references has no order; then the database says what is wrong.
            if (free.Count == 0) free = tables;
            ordered.AddRange(free);
            tables = [.. tables.Except(free)];
        }
        return ordered;
    }

    /// <summary>Columns that hold data of their own.</summary>
    public static Task<List<string>> ColumnsAsync(NpgsqlConnection connection, string table, CancellationToken cancel) => connection.ListAsync(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @table AND is_generated = 'NEVER' ORDER BY ordinal_position",
        row => row.GetString(0), cancel, ("@table", table));

    /// <summary>Rows that came with numbers of their own must not be met again by the numbers to come.</summary>
    public static async Task AdvanceNumbersAsync(NpgsqlConnection connection, string table, CancellationToken cancel)
    {
        var columns = await connection.ListAsync(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @table AND (is_identity = 'YES' OR column_default LIKE 'nextval(%')",
            row => row.GetString(0), cancel, ("@table", table)).ConfigureAwait(false);
        foreach (var column in columns)
        {
            await connection.ValueAsync(
                $"SELECT setval(pg_get_serial_sequence(@table, @column), COALESCE((SELECT MAX({column}) FROM {table}), 0) + 1, false)", cancel, ("@table", table), ("@column", column)).ConfigureAwait(false);
        }
    }
}
