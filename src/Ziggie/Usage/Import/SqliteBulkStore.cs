using System.Data.Common;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Import;

/// <summary>On SQLite a prepared statement per row is the fastest way: there is no network in between.</summary>
internal sealed class SqliteBulkStore : IBulkWriter
{
    private const string Insert = """
        INSERT INTO usage_requests (started_at, request_id, user_id, key_id, door, requested_model, model, backend, route, status, error,
            prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens, estimated, streamed, queue_us, first_token_us, total_us, cost_nanos, client, address)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20, @21, @22)
        """;

    private const string Select = $"""
        SELECT {RollupRow.SumColumns} FROM usage_rollups
        WHERE span = @0 AND bucket = @1 AND backend = @2 AND model = @3 AND key_id = @4 AND user_id = @5 AND status = @6
        """;

    private const string Upsert = $"""
        INSERT INTO usage_rollups ({RollupRow.KeyColumns}, {RollupRow.SumColumns})
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14)
        ON CONFLICT ({RollupRow.KeyColumns}) DO UPDATE SET
            requests = excluded.requests, errors = excluded.errors, prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
            cached_tokens = excluded.cached_tokens, cost_nanos = excluded.cost_nanos, first_token = excluded.first_token, total = excluded.total
        """;

    public async Task InsertRequestsAsync(DbConnection connection, UsageBatch batch, CancellationToken cancel)
    {
        await using var command = Prepare(connection, Insert, 23);
        for (var i = 0; i < batch.Records.Count; i++)
        {
            var r = batch.Records[i];
            Fill(command, r.StartedAt, r.RequestId, r.UserId, r.KeyId ?? "", r.Door, r.RequestedModel, r.Model, r.Backend, r.Route, r.Status, r.Error,
                Said(r.Tokens.Prompt), Said(r.Tokens.Completion), Said(r.Tokens.Cached), Said(r.Tokens.Reasoning), r.Estimated ? 1 : 0, r.Streamed ? 1 : 0,
                Said(r.QueueMicros), Said(r.FirstTokenMicros), Said(r.TotalMicros), batch.Costs[i], r.Client, r.Address);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    public async Task AddStoredAsync(DbConnection connection, IReadOnlyDictionary<RollupKey, UsageSums> sums, CancellationToken cancel)
    {
        await using var command = Prepare(connection, Select, 7);
        foreach (var (key, sum) in sums)
        {
            Fill(command, (int)key.Span, key.Bucket, key.Backend, key.Model, key.KeyId, key.UserId, key.Status);
            await using var row = await command.ExecuteReaderAsync(cancel);
            if (await row.ReadAsync(cancel)) RollupRow.AddTo(sum, row, 0);
        }
    }

    public async Task ReplaceAsync(DbConnection connection, IReadOnlyDictionary<RollupKey, UsageSums> sums, CancellationToken cancel)
    {
        await using var command = Prepare(connection, Upsert, 15);
        foreach (var (key, sum) in sums)
        {
            Fill(command, (int)key.Span, key.Bucket, key.Backend, key.Model, key.KeyId, key.UserId, key.Status,
                sum.Requests, sum.Errors, sum.PromptTokens, sum.CompletionTokens, sum.CachedTokens, sum.CostNanos, sum.FirstToken.ToBytes(), sum.Total.ToBytes());
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    private static long? Said(long value) => value < 0 ? null : value;

    private static DbCommand Prepare(DbConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + i;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static void Fill(DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
