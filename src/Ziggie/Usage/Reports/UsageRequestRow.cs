using System.Data.Common;
using System.Globalization;
using Ziggie.Storage;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Reports;

/// <summary>How a request stands in a row.</summary>
internal static class UsageRequestRow
{
    public const string Columns = """
        id, started_at, request_id, user_id, key_id, door, requested_model, model, backend, route, status, error,
        prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens, estimated, streamed, queue_us, first_token_us, total_us, cost_nanos, client, address
        """;

    /// <summary>A row of <see cref="Columns"/>; key and user have no names yet.</summary>
    public static UsageRequest Read(DbDataReader row)
    {
        var (id, at, user, key) = (row.GetInt64(0), row.GetInt64(1), row.GetString(3), row.GetString(4));
        return new UsageRequest(
            id.ToString(CultureInfo.InvariantCulture), DateTimeOffset.FromUnixTimeMilliseconds(at), row.GetString(2), user, user,
            key.Length == 0 ? null : key, null, row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(9), row.GetInt32(10), row.TextOrNull(11),
            row.IntOrNull(12), row.IntOrNull(13), row.IntOrNull(14), row.IntOrNull(15), row.GetInt32(16) != 0, row.GetInt32(17) != 0,
            row.LongOrNull(18) / 1000.0, row.LongOrNull(19) / 1000.0, row.LongOrNull(20) / 1000.0, row.GetInt64(21) / 1e9, row.TextOrNull(22), row.TextOrNull(23))
        {
            Cursor = new UsageCursor(at, id),
        };
    }

    /// <summary>Adds a row of started_at, group, status, error, prompt, completion, cached, cost, first, total.</summary>
    public static void AddTo(UsageSums sums, DbDataReader row)
    {
        sums.Requests++;
        if (RequestOutcome.IsError(row.GetInt32(2), !row.IsDBNull(3))) sums.Errors++;
        sums.PromptTokens += row.LongOrNull(4) ?? 0;
        sums.CompletionTokens += row.LongOrNull(5) ?? 0;
        sums.CachedTokens += row.LongOrNull(6) ?? 0;
        sums.CostNanos += row.GetInt64(7);
        sums.FirstToken.Add(row.LongOrNull(8) ?? -1);
        sums.Total.Add(row.LongOrNull(9) ?? -1);
    }
}
