using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Machine.History;

/// <summary>Reads what machines measured.</summary>
internal sealed class HistoryQueries(IDatabase database)
{
    private const int MostHosts = 1_000;

    /// <summary>The machines that have a history.</summary>
    public Task<List<string>> HostsAsync(CancellationToken cancel) =>
        database.ReadAsync((connection, c) => connection.ListAsync("SELECT DISTINCT host FROM machine_metrics ORDER BY host LIMIT @most", row => row.GetString(0), c, ("@most", MostHosts)), cancel);

    /// <summary>What a machine is measured by, with the ids that packs use.</summary>
    public Task<List<(long Id, HistoryMetric Metric)>> MetricsAsync(string host, CancellationToken cancel) =>
        database.ReadAsync((connection, c) => connection.ListAsync(
            "SELECT id, name, title, unit FROM machine_metrics WHERE host = @host",
            row => (row.GetInt64(0), new HistoryMetric(row.GetString(1), row.GetString(2), row.GetString(3))), c, ("@host", host)), cancel);

    /// <summary>Adds up some metrics of a machine, by id, in steps.</summary>
    /// <param name="from">Where the first step begins.</param>
    public Task ReadAsync(string host, HistorySpan span, long from, long to, IReadOnlyDictionary<long, HistorySteps> into, CancellationToken cancel) =>
        database.ReadAsync(async (connection, c) =>
        {
            await connection.EachAsync(
                "SELECT bucket, pack FROM machine_history WHERE span = @span AND bucket >= @from AND bucket < @to AND host = @host ORDER BY bucket",
                row => Add(span, row, from, to, into),
                c, ("@span", (int)span), ("@from", HistorySpans.Floor(from, span.Row())), ("@to", to), ("@host", host));
            return 0;
        }, cancel);

    private static void Add(HistorySpan span, DbDataReader row, long from, long to, IReadOnlyDictionary<long, HistorySteps> into)
    {
        var bucket = row.GetInt64(0);
        var pack = row.GetFieldValue<byte[]>(1);
        if (span != HistorySpan.Sample)
        {
            SumPack.Read(pack, (long metric, in MetricSums sums) =>
            {
                if (into.TryGetValue(metric, out var steps)) steps.Add(bucket, sums);
            });
            return;
        }
        SamplePack.Read(pack, (millisecond, metric, value) =>
        {
            var at = bucket + millisecond;
            if (at >= from && at < to && into.TryGetValue(metric, out var steps)) steps.Add(at, MetricSums.Of(value));
        });
    }
}
