using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Machine.History;

/// <summary>Writes what machines measured, and deletes what is too old.</summary>
internal sealed class HistoryStore(IDatabase database)
{
    private const long WriteLock = 7_233_177_241;

    /// <summary>More names than any machine has at a time; what comes and goes must not fill the table.</summary>
    private const int MostMetrics = 2_000;

    /// <summary>When a metric was last seen is written down no more often.</summary>
    private const long SeenMs = 24 * 60 * HistorySpans.MinuteMs;

    /// <summary>
    /// Takes samples in, with their sums, together or not at all. A stretch of time that holds some already, as after a restart or where the clock was set back, gets
    /// these too; samples of the very same moments were taken in before (the answer got lost), and count once.
    /// </summary>
    public Task WriteAsync(string host, IReadOnlyList<HistorySample> samples, CancellationToken cancel) =>
        database.WriteAsync(async (connection, _, c) =>
        {
            // Packs are read, added to and written back: only one Ziggie at a time may. SQLite has one writer anyway.
            if (database.Provider == DatabaseProvider.Postgres) await connection.RunAsync("SELECT pg_advisory_xact_lock(@lock)", c, ("@lock", WriteLock));
            var ids = await IdsAsync(connection, host, samples, c);
            var sums = new Dictionary<(HistorySpan Span, long Bucket), SumPack>();
            foreach (var minute in samples.GroupBy(s => HistorySpans.Floor(s.At, HistorySpans.MinuteMs)))
            {
                var pack = new SamplePack();
                if (await ReadAsync(connection, host, HistorySpan.Sample, minute.Key, c) is { } stored) pack.Add(stored);
                var taken = minute.Where(s => pack.TryAdd((int)(s.At - minute.Key), Values(s, ids))).ToList();
                if (taken.Count == 0) continue;
                await PutAsync(connection, host, HistorySpan.Sample, minute.Key, pack.ToBytes(), c);
                foreach (var span in (HistorySpan[])[HistorySpan.Minute, HistorySpan.Quarter])
                {
                    var key = (span, HistorySpans.Floor(minute.Key, span.Row()));
                    if (!sums.TryGetValue(key, out var sum)) sums[key] = sum = new SumPack();
                    foreach (var (id, value) in taken.SelectMany(s => Values(s, ids))) sum.Add(id, MetricSums.Of(value));
                }
            }
            foreach (var ((span, bucket), sum) in sums)
            {
                if (await ReadAsync(connection, host, span, bucket, c) is { } stored) sum.Add(stored);
                await PutAsync(connection, host, span, bucket, sum.ToBytes(), c);
            }
            return 0;
        }, cancel);

    /// <summary>Deletes what is older than it is kept, of all machines: one that is gone does not come to do it.</summary>
    public Task<int> DeleteAsync(long now, CancellationToken cancel) =>
        database.WriteAsync(async (connection, _, c) =>
        {
            var deleted = 0;
            foreach (var span in HistorySpans.All)
                deleted += await connection.RunAsync("DELETE FROM machine_history WHERE span = @span AND bucket < @before", c, ("@span", (int)span), ("@before", span.ToDelete(now)));
            // No pack speaks of these any more.
            return deleted + await connection.RunAsync("DELETE FROM machine_metrics WHERE seen_at < @before", c, ("@before", HistorySpan.Quarter.ToDelete(now) - 2 * SeenMs));
        }, cancel);

    private static async Task<Dictionary<string, long>> IdsAsync(DbConnection connection, string host, IReadOnlyList<HistorySample> samples, CancellationToken cancel)
    {
        var known = await connection.ListAsync(
            "SELECT name, id, seen_at FROM machine_metrics WHERE host = @host", row => (Name: row.GetString(0), Id: row.GetInt64(1), SeenAt: row.GetInt64(2)), cancel, ("@host", host));
        var ids = known.ToDictionary(k => k.Name, k => k.Id, StringComparer.Ordinal);
        var seen = known.ToDictionary(k => k.Name, k => k.SeenAt, StringComparer.Ordinal);
        var at = samples.Max(s => s.At);
        foreach (var metric in samples.Select(s => s.Metrics).Distinct().SelectMany(m => m).Distinct())
        {
            if (seen.TryGetValue(metric.Name, out var last) ? at - last < SeenMs : ids.Count >= MostMetrics) continue;
            ids[metric.Name] = (long)(await connection.ValueAsync(
                """
                INSERT INTO machine_metrics (host, name, title, unit, seen_at) VALUES (@host, @name, @title, @unit, @at)
                ON CONFLICT (host, name) DO UPDATE SET title = excluded.title, unit = excluded.unit, seen_at = excluded.seen_at
                RETURNING id
                """,
                cancel, ("@host", host), ("@name", metric.Name), ("@title", metric.Title), ("@unit", metric.Unit), ("@at", at)))!;
        }
        return ids;
    }

    private static Dictionary<long, float> Values(HistorySample sample, Dictionary<string, long> ids)
    {
        var values = new Dictionary<long, float>(sample.Metrics.Length);
        for (var i = 0; i < sample.Metrics.Length; i++)
            if (ids.TryGetValue(sample.Metrics[i].Name, out var id)) values[id] = sample.Values[i];
        return values;
    }

    private static async Task<byte[]?> ReadAsync(DbConnection connection, string host, HistorySpan span, long bucket, CancellationToken cancel) =>
        (byte[]?)await connection.ValueAsync(
            "SELECT pack FROM machine_history WHERE span = @span AND bucket = @bucket AND host = @host", cancel, ("@span", (int)span), ("@bucket", bucket), ("@host", host));

    private static Task<int> PutAsync(DbConnection connection, string host, HistorySpan span, long bucket, byte[] pack, CancellationToken cancel) =>
        connection.RunAsync(
            """
            INSERT INTO machine_history (span, bucket, host, pack) VALUES (@span, @bucket, @host, @pack)
            ON CONFLICT (span, bucket, host) DO UPDATE SET pack = excluded.pack
            """,
            cancel, ("@span", (int)span), ("@bucket", bucket), ("@host", host), ("@pack", pack));
}
