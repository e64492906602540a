using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Usage.Reports;

/// <summary>A filter as a WHERE clause that fits requests and rollups alike.</summary>
internal sealed class UsageWhere
{
    private const int MostNamesakes = 100;

    private readonly List<(string Name, object? Value)> _parameters = [];

    /// <summary>Conditions, each with a leading AND; empty where everything is meant.</summary>
    public string Sql { get; private set; } = "";

    /// <summary>The filter's parameters and these.</summary>
    public (string Name, object? Value)[] With(params ReadOnlySpan<(string Name, object? Value)> more) => [.. _parameters, .. more];

    /// <summary>Names of keys and users are looked up first, so that the rows are found by their ids.</summary>
    public static async Task<UsageWhere> ForAsync(DbConnection connection, UsageFilter filter, CancellationToken cancel)
    {
        var where = new UsageWhere();
        if (filter.Model is not null) where.And("model = @model", ("@model", filter.Model));
        if (filter.Backend is not null) where.And("backend = @backend", ("@backend", filter.Backend));
        if (filter.OnlyUser is not null) where.And("user_id = @onlyUser", ("@onlyUser", filter.OnlyUser));
        if (filter.OnlyKey is not null) where.And("key_id = @onlyKey", ("@onlyKey", filter.OnlyKey));
        if (filter.Status is { } status) where.And("status BETWEEN @statusFrom AND @statusTo", ("@statusFrom", status.From), ("@statusTo", status.To));
        if (filter.Key is not null) where.AndOneOf("key_id", "k", filter.Key, await NamesakesAsync(connection, "SELECT id FROM api_keys WHERE name = @name", filter.Key, cancel));
        if (filter.User is not null) where.AndOneOf("user_id", "u", filter.User, await NamesakesAsync(connection, "SELECT id FROM users WHERE username = @name", filter.User, cancel));
        return where;
    }

    private static async Task<List<string>> NamesakesAsync(DbConnection connection, string sql, string name, CancellationToken cancel) =>
        await connection.ListAsync(sql + " LIMIT @most", row => row.GetString(0), cancel, ("@name", name), ("@most", MostNamesakes));

    private void AndOneOf(string column, string prefix, string given, List<string> found)
    {
        var ids = found.Prepend(given).Distinct().Select((id, i) => (Name: $"@{prefix}{i}", Value: (object?)id)).ToArray();
        And($"{column} IN ({string.Join(", ", ids.Select(i => i.Name))})", ids);
    }

    private void And(string condition, params ReadOnlySpan<(string, object?)> parameters)
    {
        Sql += " AND " + condition;
        _parameters.AddRange(parameters);
    }
}
