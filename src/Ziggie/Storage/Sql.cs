using System.Data.Common;

namespace Ziggie.Storage;

/// <summary>Commands without a mapper: what runs at start must not pay for generated code.</summary>
internal static class Sql
{
    public static async Task<int> RunAsync(this DbConnection connection, string sql, CancellationToken cancel, params (string Name, object? Value)[] parameters)
    {
        var command = connection.Prepare(sql, parameters);
        await using (command.ConfigureAwait(false)) return await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    public static async Task<object?> ValueAsync(this DbConnection connection, string sql, CancellationToken cancel, params (string Name, object? Value)[] parameters)
    {
        var command = connection.Prepare(sql, parameters);
        await using (command.ConfigureAwait(false))
        {
            var value = await command.ExecuteScalarAsync(cancel).ConfigureAwait(false);
            return value is DBNull ? null : value;
        }
    }

    public static async Task<List<T>> ListAsync<T>(this DbConnection connection, string sql, Func<DbDataReader, T> map, CancellationToken cancel, params (string Name, object? Value)[] parameters)
    {
        var rows = new List<T>();
        await connection.EachAsync(sql, reader => rows.Add(map(reader)), cancel, parameters).ConfigureAwait(false);
        return rows;
    }

    public static async Task<T?> FirstAsync<T>(this DbConnection connection, string sql, Func<DbDataReader, T> map, CancellationToken cancel, params (string Name, object? Value)[] parameters) where T : class =>
        (await connection.ListAsync(sql, map, cancel, parameters).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Hands over each row without keeping any.</summary>
    public static async Task EachAsync(this DbConnection connection, string sql, Action<DbDataReader> row, CancellationToken cancel, params (string Name, object? Value)[] parameters)
    {
        var command = connection.Prepare(sql, parameters);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancel).ConfigureAwait(false)) row(reader);
            }
        }
    }

    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? LongOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static int? IntOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    private static DbCommand Prepare(this DbConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a constant; values go as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
