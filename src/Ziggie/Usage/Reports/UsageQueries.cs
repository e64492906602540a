using System.Data.Common;
using Ziggie.Storage;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Reports;

/// <summary>Answers questions about usage from rollups, and from single requests at the ragged ends of a range.</summary>
internal sealed class UsageQueries(IDatabase database)
{
    private const string Nothing = "(none)";
    private const string Rest = "(other)";

    /// <summary>Enough to see what requests are like, and soon read.</summary>
    private const int Latest = 20_000;

    public Task<UsageReport> ReportAsync(UsageFilter filter, UsageGroup by, UsagePlan plan, CancellationToken cancel) =>
        database.ReadAsync(async (connection, c) =>
        {
            var where = await UsageWhere.ForAsync(connection, filter, c);
            var groups = new UsageGroups(by);
            foreach (var part in plan.Parts)
            {
                if (part.Span is { } span) await AddRollupsAsync(connection, groups, where, span, part, c);
                else await AddRequestsAsync(connection, groups, where, part, c);
            }
            var shown = groups.Shown(plan.From, plan.To);
            var names = await NamesAsync(connection, by, [.. shown.Select(s => s.Id).OfType<string>()], c);
            return new UsageReport(
                DateTimeOffset.FromUnixTimeMilliseconds(plan.From),
                DateTimeOffset.FromUnixTimeMilliseconds(plan.To),
                Totals(groups.Total()),
                [.. shown.Select(s => Item(s.Id, s.Sums, names))]);
        }, cancel);

    /// <summary>Single requests behind a place in the list, newest first.</summary>
    public Task<List<UsageRequest>> RequestsAsync(UsageFilter filter, UsageCursor after, int limit, CancellationToken cancel) =>
        database.ReadAsync(async (connection, c) =>
        {
            var where = await UsageWhere.ForAsync(connection, filter, c);
            var rows = await connection.ListAsync(
                $"""
                SELECT {UsageRequestRow.Columns} FROM usage_requests
                WHERE started_at >= @from AND started_at < @to AND (started_at, id) < (@at, @id){where.Sql}
                ORDER BY started_at DESC, id DESC LIMIT @limit
                """,
                UsageRequestRow.Read, c, where.With(("@from", filter.From), ("@to", filter.To), ("@at", after.StartedAt), ("@id", after.Id), ("@limit", limit)));
            var keys = await UsageNames.OfKeysAsync(connection, [.. rows.Select(r => r.KeyId).OfType<string>().Distinct()], c);
            var users = await UsageNames.OfUsersAsync(connection, [.. rows.Select(r => r.UserId).Distinct()], c);
            return rows.ConvertAll(r => r with
            {
                Key = r.KeyId is null ? null : keys.GetValueOrDefault(r.KeyId, r.KeyId),
                User = users.GetValueOrDefault(r.UserId, r.UserId),
            });
        }, cancel);

    /// <summary>How many answered requests had so many input tokens, and the most that one had: of those since a moment that are among the latest.</summary>
    public Task<(int Requests, int Largest)> FillingAsync(DateTimeOffset since, string backend, string model, int least, int most, CancellationToken cancel) =>
        database.ReadAsync(async (connection, c) =>
        {
            var found = await connection.ListAsync(
                """
                SELECT COUNT(*), MAX(prompt_tokens) FROM (SELECT started_at, backend, model, status, prompt_tokens, estimated FROM usage_requests ORDER BY started_at DESC LIMIT @latest) AS latest
                WHERE started_at >= @since AND backend = @backend AND model = @model AND status < 300 AND estimated = 0 AND prompt_tokens >= @least AND prompt_tokens <= @most
                """,
                row => (row.GetInt32(0), row.IntOrNull(1) ?? 0), c,
                ("@latest", Latest), ("@since", since.ToUnixTimeMilliseconds()), ("@backend", backend), ("@model", model), ("@least", least), ("@most", most));
            return found is [var one] ? one : (0, 0);
        }, cancel);

    private static Task AddRollupsAsync(DbConnection connection, UsageGroups groups, UsageWhere where, RollupSpan span, UsagePart part, CancellationToken cancel) =>
        connection.EachAsync(
            $"SELECT bucket, {groups.Column}, {RollupRow.SumColumns} FROM usage_rollups WHERE span = @span AND bucket >= @from AND bucket < @to{where.Sql}",
            row => RollupRow.AddTo(groups.For(row.GetInt64(0), row.GetValue(1)), row, 2),
            cancel, where.With(("@span", (int)span), ("@from", part.From), ("@to", part.To)));

    private static Task AddRequestsAsync(DbConnection connection, UsageGroups groups, UsageWhere where, UsagePart part, CancellationToken cancel) =>
        connection.EachAsync(
            $"""
            SELECT started_at, {groups.Column}, status, error, prompt_tokens, completion_tokens, cached_tokens, cost_nanos, first_token_us, total_us
            FROM usage_requests WHERE started_at >= @from AND started_at < @to{where.Sql}
            """,
            row => UsageRequestRow.AddTo(groups.For(row.GetInt64(0), row.GetValue(1)), row),
            cancel, where.With(("@from", part.From), ("@to", part.To)));

    private static async Task<Dictionary<string, string>> NamesAsync(DbConnection connection, UsageGroup by, string[] ids, CancellationToken cancel) => by switch
    {
        UsageGroup.Key => await UsageNames.OfKeysAsync(connection, ids, cancel),
        UsageGroup.User => await UsageNames.OfUsersAsync(connection, ids, cancel),
        _ => [],
    };

    private static UsageTotals Totals(UsageSums s) => new(
        s.Requests, s.Errors, s.PromptTokens, s.CompletionTokens, s.CachedTokens, s.CostNanos / 1e9,
        s.FirstToken.PercentileMs(0.5), s.FirstToken.PercentileMs(0.95), s.Total.PercentileMs(0.5), s.Total.PercentileMs(0.95));

    private static UsageItem Item(string? id, UsageSums sums, Dictionary<string, string> names)
    {
        var label = id switch { null => Rest, "" => Nothing, _ => names.GetValueOrDefault(id, id) };
        var t = Totals(sums);
        return new UsageItem(
            label, id, t.Requests, t.Errors, t.PromptTokens, t.CompletionTokens, t.CachedTokens, t.Cost, t.P50FirstTokenMs, t.P95FirstTokenMs, t.P50TotalMs, t.P95TotalMs);
    }
}
