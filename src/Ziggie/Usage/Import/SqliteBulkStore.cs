using System.Data.Common;
using System.Runtime.InteropServices;
using Ziggie.Storage;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Import;

/// <summary>On SQLite a prepared statement per row is the fastest way: there is no network in between.</summary>
internal sealed class SqliteBulkStore : IBulkWriter
{
    private const string Insert = """
        INSERT INTO usage_requests (started_at, request_id, user_id, key_id, door, requested_model, model, backend, route, status, error,
            prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens, estimated, streamed, queue_us, first_token_us, total_us, cost_nanos, client, address)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)
        """;

    private const string Select = $"""
        SELECT {RollupRow.SumColumns} FROM usage_rollups
        WHERE span = ?1 AND bucket = ?2 AND backend = ?3 AND model = ?4 AND key_id = ?5 AND user_id = ?6 AND status = ?7
        """;

    private const string Upsert = $"""
        INSERT INTO usage_rollups ({RollupRow.KeyColumns}, {RollupRow.SumColumns})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        ON CONFLICT ({RollupRow.KeyColumns}) DO UPDATE SET
            requests = excluded.requests, errors = excluded.errors, prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
            cached_tokens = excluded.cached_tokens, cost_nanos = excluded.cost_nanos, first_token = excluded.first_token, total = excluded.total
        """;

    public Task InsertRequestsAsync(DbConnection connection, UsageBatch batch, CancellationToken cancel)
    {
        using var row = new SqliteStatement(connection, Insert);
        var records = CollectionsMarshal.AsSpan(batch.Records);
        for (var i = 0; i < records.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            ref readonly var r = ref records[i];
            row.Bind(1, r.StartedAt);
            row.Bind(2, r.RequestId);
            row.Bind(3, r.UserId);
            row.Bind(4, r.KeyId ?? "");
            row.Bind(5, r.Door);
            row.Bind(6, r.RequestedModel);
            row.Bind(7, r.Model);
            row.Bind(8, r.Backend);
            row.Bind(9, r.Route);
            row.Bind(10, r.Status);
            row.Bind(11, r.Error);
            row.Bind(12, Said(r.Tokens.Prompt));
            row.Bind(13, Said(r.Tokens.Completion));
            row.Bind(14, Said(r.Tokens.Cached));
            row.Bind(15, Said(r.Tokens.Reasoning));
            row.Bind(16, r.Estimated ? 1 : 0);
            row.Bind(17, r.Streamed ? 1 : 0);
            row.Bind(18, Said(r.QueueMicros));
            row.Bind(19, Said(r.FirstTokenMicros));
            row.Bind(20, Said(r.TotalMicros));
            row.Bind(21, batch.Costs[i]);
            row.Bind(22, r.Client);
            row.Bind(23, r.Address);
            row.Run();
        }
        return Task.CompletedTask;
    }

    public Task AddStoredAsync(DbConnection connection, IReadOnlyDictionary<RollupKey, UsageSums> sums, CancellationToken cancel)
    {
        using var row = new SqliteStatement(connection, Select);
        foreach (var (key, sum) in sums)
        {
            cancel.ThrowIfCancellationRequested();
            BindKey(row, key);
            if (row.Step())
            {
                sum.Requests += row.Number(0);
                sum.Errors += row.Number(1);
                sum.PromptTokens += row.Number(2);
                sum.CompletionTokens += row.Number(3);
                sum.CachedTokens += row.Number(4);
                sum.CostNanos += row.Number(5);
                sum.FirstToken.Add(row.Bytes(6));
                sum.Total.Add(row.Bytes(7));
            }
            row.Reset();
        }
        return Task.CompletedTask;
    }

    public Task ReplaceAsync(DbConnection connection, IReadOnlyDictionary<RollupKey, UsageSums> sums, CancellationToken cancel)
    {
        using var row = new SqliteStatement(connection, Upsert);
        foreach (var (key, sum) in sums)
        {
            cancel.ThrowIfCancellationRequested();
            BindKey(row, key);
            row.Bind(8, sum.Requests);
            row.Bind(9, sum.Errors);
            row.Bind(10, sum.PromptTokens);
            row.Bind(11, sum.CompletionTokens);
            row.Bind(12, sum.CachedTokens);
            row.Bind(13, sum.CostNanos);
            row.Bind(14, sum.FirstToken.ToBytes());
            row.Bind(15, sum.Total.ToBytes());
            row.Run();
        }
        return Task.CompletedTask;
    }

    private static void BindKey(SqliteStatement row, in RollupKey key)
    {
        row.Bind(1, (int)key.Span);
        row.Bind(2, key.Bucket);
        row.Bind(3, key.Backend);
        row.Bind(4, key.Model);
        row.Bind(5, key.KeyId);
        row.Bind(6, key.UserId);
        row.Bind(7, key.Status);
    }

    private static long? Said(long value) => value < 0 ? null : value;
}
