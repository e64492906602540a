using System.Data.Common;
using Ziggie.Storage;
using Ziggie.Usage.Journal;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Import;

/// <summary>Writes usage: batches of the journal, and what is too old.</summary>
internal sealed class UsageStore(IDatabase database, IBulkWriter bulk, TimeProvider time)
{
    private const long ImportLock = 7_233_177_240;

    /// <summary>The way of writing many rows that suits a database.</summary>
    public static IBulkWriter BulkFor(DatabaseProvider provider) => provider == DatabaseProvider.Postgres ? new PostgresBulkStore() : new SqliteBulkStore();

    /// <summary>How far a journal has been taken in; null where nothing of it has.</summary>
    public Task<JournalPosition?> WatermarkAsync(string instance, CancellationToken cancel) =>
        database.ReadAsync((connection, c) => ReadWatermarkAsync(connection, instance, c), cancel);

    /// <summary>Declares that a journal is taken in up to a place.</summary>
    public Task BeginAsync(string instance, JournalPosition at, CancellationToken cancel) =>
        database.WriteAsync(async (connection, _, c) =>
        {
            await WriteWatermarkAsync(connection, instance, at, c);
            return true;
        }, cancel);

    /// <summary>
    /// Takes a batch in: requests, rollups and watermark together or not at all. Where the database is at another place than the batch begins
    /// (an earlier try was committed though its answer got lost), nothing is written.
    /// </summary>
    /// <param name="on">Where it is done when nobody waits for it.</param>
    /// <returns>The place that the database is at now.</returns>
    public Task<JournalPosition> ImportAsync(string instance, UsageBatch batch, QuietThread? on, CancellationToken cancel)
    {
        return on is null ? database.WriteAsync(WriteAsync, cancel) : database.WriteAsync(on, WriteAsync, cancel);

        async Task<JournalPosition> WriteAsync(DbConnection connection, DbTransaction transaction, CancellationToken c)
        {
            // Rollups are read, added to and written back: only one Ziggie at a time may. SQLite has one writer anyway.
            if (database.Provider == DatabaseProvider.Postgres) await connection.RunAsync("SELECT pg_advisory_xact_lock(@lock)", c, ("@lock", ImportLock));
            var at = await ReadWatermarkAsync(connection, instance, c) ?? default;
            if (at != batch.From) return at;

            await bulk.InsertRequestsAsync(connection, batch, c);
            var sums = new Dictionary<RollupKey, UsageSums>(batch.Rollups.Count);
            foreach (var (key, added) in batch.Rollups)
            {
                // A copy: the transaction may run again.
                sums.Add(key, new UsageSums());
                sums[key].Add(added);
            }
            await bulk.AddStoredAsync(connection, sums, c);
            await bulk.ReplaceAsync(connection, sums, c);
            await WriteWatermarkAsync(connection, instance, batch.To, c);
            return batch.To;
        }
    }

    /// <summary>Tokens by key since the start of a month.</summary>
    public Task<List<(string KeyId, long Tokens)>> MonthTokensAsync(long monthStart, CancellationToken cancel) =>
        database.ReadAsync((connection, c) => connection.ListAsync(
            "SELECT key_id, CAST(SUM(prompt_tokens + completion_tokens) AS BIGINT) FROM usage_rollups WHERE span = 2 AND bucket >= @start AND key_id <> '' GROUP BY key_id",
            row => (row.GetString(0), row.GetInt64(1)), c, ("@start", monthStart)), cancel);

    /// <summary>Deletes some of the single requests that are too old; says how many.</summary>
    public Task<int> DeleteRequestsAsync(long before, int atMost, CancellationToken cancel) =>
        database.WriteAsync((connection, _, c) => connection.RunAsync(
            "DELETE FROM usage_requests WHERE id IN (SELECT id FROM usage_requests WHERE started_at < @before ORDER BY started_at LIMIT @most)",
            c, ("@before", before), ("@most", atMost)), cancel);

    /// <summary>Deletes some of the rollups of a span that are too old; says how many.</summary>
    public Task<int> DeleteRollupsAsync(RollupSpan span, long before, int atMost, CancellationToken cancel) =>
        database.WriteAsync((connection, _, c) => connection.RunAsync(
            $"""
            DELETE FROM usage_rollups WHERE ({RollupRow.KeyColumns}) IN
                (SELECT {RollupRow.KeyColumns} FROM usage_rollups WHERE span = @span AND bucket < @before LIMIT @most)
            """,
            c, ("@span", (int)span), ("@before", before), ("@most", atMost)), cancel);

    private static async Task<JournalPosition?> ReadWatermarkAsync(DbConnection connection, string instance, CancellationToken cancel)
    {
        var found = await connection.ListAsync(
            "SELECT segment, byte_offset FROM usage_watermarks WHERE instance = @instance",
            row => new JournalPosition(row.GetInt64(0), row.GetInt64(1)), cancel, ("@instance", instance));
        return found.Count == 0 ? null : found[0];
    }

    private Task<int> WriteWatermarkAsync(DbConnection connection, string instance, JournalPosition at, CancellationToken cancel) =>
        connection.RunAsync(
            """
            INSERT INTO usage_watermarks (instance, segment, byte_offset, updated_at) VALUES (@instance, @segment, @offset, @now)
            ON CONFLICT (instance) DO UPDATE SET segment = excluded.segment, byte_offset = excluded.byte_offset, updated_at = excluded.updated_at
            """,
            cancel, ("@instance", instance), ("@segment", at.Segment), ("@offset", at.Offset), ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()));
}
