using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Import;

/// <summary>On PostgreSQL round trips count: COPY for the requests, arrays for the rollups.</summary>
internal sealed class PostgresBulkStore : IBulkWriter
{
    private const string Copy = """
        COPY usage_requests (started_at, request_id, user_id, key_id, door, requested_model, model, backend, route, status, error,
            prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens, estimated, streamed, queue_us, first_token_us, total_us, cost_nanos, client, address)
        FROM STDIN (FORMAT BINARY)
        """;

    private const string Select = """
        SELECT k.place, r.requests, r.errors, r.prompt_tokens, r.completion_tokens, r.cached_tokens, r.cost_nanos, r.first_token, r.total
        FROM unnest(@span, @bucket, @backend, @model, @key, @user, @status) WITH ORDINALITY AS k (span, bucket, backend, model, key_id, user_id, status, place)
        JOIN usage_rollups r ON r.span = k.span AND r.bucket = k.bucket AND r.backend = k.backend AND r.model = k.model
            AND r.key_id = k.key_id AND r.user_id = k.user_id AND r.status = k.status
        """;

    private const string Upsert = $"""
        INSERT INTO usage_rollups ({RollupRow.KeyColumns}, {RollupRow.SumColumns})
        SELECT * FROM unnest(@span, @bucket, @backend, @model, @key, @user, @status, @requests, @errors, @prompt, @completion, @cached, @cost, @first, @total)
        ON CONFLICT ({RollupRow.KeyColumns}) DO UPDATE SET
            requests = excluded.requests, errors = excluded.errors, prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
            cached_tokens = excluded.cached_tokens, cost_nanos = excluded.cost_nanos, first_token = excluded.first_token, total = excluded.total
        """;

    public async Task InsertRequestsAsync(DbConnection connection, UsageBatch batch, CancellationToken cancel)
    {
        await using var copy = await ((NpgsqlConnection)connection).BeginBinaryImportAsync(Copy, cancel);
        for (var i = 0; i < batch.Records.Count; i++)
        {
            var r = batch.Records[i];
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(r.StartedAt, NpgsqlDbType.Bigint, cancel);
            foreach (var text in (ReadOnlySpan<string>)[r.RequestId, r.UserId, r.KeyId ?? "", r.Door, r.RequestedModel, r.Model, r.Backend, r.Route]) copy.Write(text, NpgsqlDbType.Text);
            await copy.WriteAsync(r.Status, NpgsqlDbType.Integer, cancel);
            await TextAsync(copy, r.Error, cancel);
            foreach (var tokens in (ReadOnlySpan<int>)[r.Tokens.Prompt, r.Tokens.Completion, r.Tokens.Cached, r.Tokens.Reasoning])
            {
                if (tokens < 0) copy.WriteNull();
                else copy.Write(tokens, NpgsqlDbType.Integer);
            }
            await copy.WriteAsync(r.Estimated ? 1 : 0, NpgsqlDbType.Integer, cancel);
            await copy.WriteAsync(r.Streamed ? 1 : 0, NpgsqlDbType.Integer, cancel);
            foreach (var micros in (ReadOnlySpan<long>)[r.QueueMicros, r.FirstTokenMicros, r.TotalMicros])
            {
                if (micros < 0) copy.WriteNull();
                else copy.Write(micros, NpgsqlDbType.Bigint);
            }
            await copy.WriteAsync(batch.Costs[i], NpgsqlDbType.Bigint, cancel);
            await TextAsync(copy, r.Client, cancel);
            await TextAsync(copy, r.Address, cancel);
        }
        await copy.CompleteAsync(cancel);
    }

    public async Task AddStoredAsync(DbConnection connection, IReadOnlyDictionary<RollupKey, UsageSums> sums, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Select;
        AddKeys(command, sums);
        var places = sums.Values.ToArray();
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel)) RollupRow.AddTo(places[row.GetInt64(0) - 1], row, 1);
    }

    public async Task ReplaceAsync(DbConnection connection, IReadOnlyDictionary<RollupKey, UsageSums> sums, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Upsert;
        AddKeys(command, sums);
        Add(command, "requests", sums.Values.Select(s => s.Requests).ToArray());
        Add(command, "errors", sums.Values.Select(s => s.Errors).ToArray());
        Add(command, "prompt", sums.Values.Select(s => s.PromptTokens).ToArray());
        Add(command, "completion", sums.Values.Select(s => s.CompletionTokens).ToArray());
        Add(command, "cached", sums.Values.Select(s => s.CachedTokens).ToArray());
        Add(command, "cost", sums.Values.Select(s => s.CostNanos).ToArray());
        Add(command, "first", sums.Values.Select(s => s.FirstToken.ToBytes()).ToArray());
        Add(command, "total", sums.Values.Select(s => s.Total.ToBytes()).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task TextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancel)
    {
        if (text is null) await copy.WriteNullAsync(cancel);
        else await copy.WriteAsync(text, NpgsqlDbType.Text, cancel);
    }

    private static void AddKeys(DbCommand command, IReadOnlyDictionary<RollupKey, UsageSums> sums)
    {
        Add(command, "span", sums.Keys.Select(k => (int)k.Span).ToArray());
        Add(command, "bucket", sums.Keys.Select(k => k.Bucket).ToArray());
        Add(command, "backend", sums.Keys.Select(k => k.Backend).ToArray());
        Add(command, "model", sums.Keys.Select(k => k.Model).ToArray());
        Add(command, "key", sums.Keys.Select(k => k.KeyId).ToArray());
        Add(command, "user", sums.Keys.Select(k => k.UserId).ToArray());
        Add(command, "status", sums.Keys.Select(k => k.Status).ToArray());
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
