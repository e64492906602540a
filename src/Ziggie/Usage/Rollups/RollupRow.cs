using System.Data.Common;

namespace Ziggie.Usage.Rollups;

/// <summary>How a rollup's sums stand in a row: the columns in <see cref="SumColumns"/>, in this order.</summary>
internal static class RollupRow
{
    public const string KeyColumns = "span, bucket, backend, model, key_id, user_id, status";
    public const string SumColumns = "requests, errors, prompt_tokens, completion_tokens, cached_tokens, cost_nanos, first_token, total";

    /// <summary>Adds a row's sums, which begin at a column, to others.</summary>
    public static void AddTo(UsageSums sums, DbDataReader row, int column)
    {
        sums.Requests += row.GetInt64(column);
        sums.Errors += row.GetInt64(column + 1);
        sums.PromptTokens += row.GetInt64(column + 2);
        sums.CompletionTokens += row.GetInt64(column + 3);
        sums.CachedTokens += row.GetInt64(column + 4);
        sums.CostNanos += row.GetInt64(column + 5);
        sums.FirstToken.Add(row.GetFieldValue<byte[]>(column + 6));
        sums.Total.Add(row.GetFieldValue<byte[]>(column + 7));
    }
}
