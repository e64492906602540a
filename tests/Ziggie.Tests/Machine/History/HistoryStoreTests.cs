using Ziggie.Machine.History;
using Ziggie.Storage;
using Ziggie.Tests.Storage;

namespace Ziggie.Tests.Machine.History;

public abstract class HistoryStoreTests(TestDatabase fixture)
{
    private readonly string _host = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HistoryStore Store => new(fixture.Database);

    private HistoryQueries Queries => new(fixture.Database);

    private Task WriteAsync(params HistorySample[] samples) => Store.WriteAsync(_host, samples, Cancel);

    /// <summary>All sums of a metric in steps, in order.</summary>
    private async Task<IReadOnlyList<HistoryPoint>> PointsAsync(HistorySpan span, HistoryMetric metric, string? host = null, long? stepMs = null)
    {
        var ids = await Queries.MetricsAsync(host ?? _host, Cancel);
        var steps = new HistorySteps(stepMs ?? span.Resolution());
        await Queries.ReadAsync(host ?? _host, span, HistorySamples.At(-90_000), HistorySamples.At(90_000), ids.Where(i => i.Metric == metric).ToDictionary(i => i.Id, _ => steps), Cancel);
        return steps.Points();
    }

    private async Task<long> CountAsync(HistorySpan span)
    {
        var sums = new SumPack();
        foreach (var pack in await PacksAsync(span)) sums.Add(pack);
        return sums.Sums.Values.Select(s => s.Count).Distinct().Single();
    }

    private Task<List<byte[]>> PacksAsync(HistorySpan span) => fixture.Database.ReadAsync(
        (c, token) => c.ListAsync("SELECT pack FROM machine_history WHERE host = @host AND span = @span", row => row.GetFieldValue<byte[]>(0), token, ("@host", _host), ("@span", (int)span)), Cancel);

    private static HistoryPoint Point(double seconds, double min, double mean, double max) => new(DateTimeOffset.FromUnixTimeMilliseconds(HistorySamples.At(seconds)), min, mean, max);

    [Fact]
    public async Task Samples_are_kept_with_their_sums()
    {
        await WriteAsync(HistorySamples.Sample(5, 10), HistorySamples.Sample(15, 20), HistorySamples.Sample(65, 60, memory: 5_000));
        Assert.Equal([Point(0, 10, 10, 10), Point(10, 20, 20, 20), Point(60, 60, 60, 60)], await PointsAsync(HistorySpan.Sample, HistorySamples.Cpu));
        Assert.Equal([Point(0, 10, 15, 20), Point(60, 60, 60, 60)], await PointsAsync(HistorySpan.Minute, HistorySamples.Cpu));
        Assert.Equal([Point(0, 10, 30, 60)], await PointsAsync(HistorySpan.Quarter, HistorySamples.Cpu));
        Assert.Equal([Point(0, 1_000, 2333.33, 5_000)], await PointsAsync(HistorySpan.Quarter, HistorySamples.Memory));
    }

    [Fact]
    public async Task Coarser_steps_are_exact_whichever_rows_they_are_made_from()
    {
        var random = new Random(5);
        await WriteAsync([.. Enumerable.Range(0, 360).Select(i => HistorySamples.Sample(i * 10 + 5, random.Next(0, 100), random.Next()))]);
        var quarters = await PointsAsync(HistorySpan.Quarter, HistorySamples.Memory);
        Assert.Equal(4, quarters.Count);
        Assert.Equal(quarters, await PointsAsync(HistorySpan.Minute, HistorySamples.Memory, stepMs: HistorySpans.QuarterMs));
        Assert.Equal(quarters, await PointsAsync(HistorySpan.Sample, HistorySamples.Memory, stepMs: HistorySpans.QuarterMs));
    }

    [Fact]
    public async Task A_minute_that_is_written_in_parts_is_one()
    {
        await WriteAsync(HistorySamples.Sample(5, 10));
        await WriteAsync(HistorySamples.Sample(15, 20));
        await WriteAsync(HistorySamples.Sample(25, 60));
        Assert.Equal([Point(0, 10, 30, 60)], await PointsAsync(HistorySpan.Minute, HistorySamples.Cpu));
        Assert.Equal(3, (await PointsAsync(HistorySpan.Sample, HistorySamples.Cpu)).Count);
    }

    /// <summary>The answer to a commit can get lost; then it is written again.</summary>
    [Fact]
    public async Task What_is_written_twice_counts_once()
    {
        HistorySample[] samples = [HistorySamples.Sample(5, 10), HistorySamples.Sample(15, 20)];
        await WriteAsync(samples);
        await WriteAsync([.. samples, HistorySamples.Sample(25, 60)]);
        Assert.Equal((3, 3), (await CountAsync(HistorySpan.Minute), await CountAsync(HistorySpan.Quarter)));
    }

    [Fact]
    public async Task A_clock_set_back_loses_nothing_and_spoils_nothing()
    {
        await WriteAsync([.. Enumerable.Range(0, 60).Select(i => HistorySamples.Sample(i * 10 + 5, 10))]);
        // Half an hour back, then forward through what there is already.
        await WriteAsync([.. Enumerable.Range(-180, 240).Select(i => HistorySamples.Sample(i * 10 + 5.5, 30))]);
        Assert.Equal((300, 300), (await CountAsync(HistorySpan.Minute), await CountAsync(HistorySpan.Quarter)));
        var minutes = await PointsAsync(HistorySpan.Minute, HistorySamples.Cpu);
        Assert.Equal(40, minutes.Count);
        Assert.Equal(minutes.OrderBy(m => m.At), minutes);
        Assert.All(minutes.Take(30), m => Assert.Equal((30d, 30d, 30d), (m.Min, m.Mean, m.Max)));
        Assert.All(minutes.Skip(30), m => Assert.Equal((10d, 20d, 30d), (m.Min, m.Mean, m.Max)));
    }

    [Fact]
    public async Task Gaps_stay_gaps_and_what_was_not_measured_is_not_there()
    {
        await WriteAsync(HistorySamples.Sample(5, 10), new HistorySample(HistorySamples.At(65), [HistorySamples.Memory], [5]), HistorySamples.Sample(605, 20));
        Assert.Equal([Point(0, 10, 10, 10), Point(600, 20, 20, 20)], await PointsAsync(HistorySpan.Minute, HistorySamples.Cpu));
        Assert.Equal([Point(0, 1_000, 1_000, 1_000), Point(60, 5, 5, 5), Point(600, 1_000, 1_000, 1_000)], await PointsAsync(HistorySpan.Minute, HistorySamples.Memory));
    }

    [Fact]
    public async Task Machines_are_kept_apart()
    {
        var other = Guid.NewGuid().ToString("N");
        await WriteAsync(HistorySamples.Sample(5, 10));
        await Store.WriteAsync(other, [HistorySamples.Sample(5, 90)], Cancel);
        Assert.Equal(10, Assert.Single(await PointsAsync(HistorySpan.Minute, HistorySamples.Cpu)).Mean);
        Assert.Equal(90, Assert.Single(await PointsAsync(HistorySpan.Minute, HistorySamples.Cpu, other)).Mean);
        var hosts = await Queries.HostsAsync(Cancel);
        Assert.Contains(_host, hosts);
        Assert.Contains(other, hosts);
    }

    [Fact]
    public async Task Many_who_write_the_same_minute_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => WriteAsync([.. Enumerable.Range(0, 10).Select(s => HistorySamples.Sample(s * 2 + i * 0.1, i))]), Cancel)));
        Assert.Equal(8 * 10, await CountAsync(HistorySpan.Minute));
    }

    [Fact]
    public async Task What_is_too_old_goes()
    {
        const double day = 86_400;
        foreach (var age in (double[])[31 * day, 20 * day, 3 * day, day, 2 * 3_600, 60]) await WriteAsync(HistorySamples.Sample(-age, 1));
        await Store.DeleteAsync(HistorySamples.At(0), Cancel);
        Assert.Equal((1, 3, 5), ((await PacksAsync(HistorySpan.Sample)).Count, (await PacksAsync(HistorySpan.Minute)).Count, (await PacksAsync(HistorySpan.Quarter)).Count));
        await Store.DeleteAsync(HistorySamples.At(40 * day), Cancel);
        Assert.Empty(await PacksAsync(HistorySpan.Quarter));
        Assert.DoesNotContain(_host, await Queries.HostsAsync(Cancel));
    }

    [Fact]
    public async Task A_metric_that_is_gone_and_forgotten_gives_its_id_to_no_other()
    {
        await WriteAsync(HistorySamples.Sample(5, 1));
        var before = (await Queries.MetricsAsync(_host, Cancel)).Max(m => m.Id);
        await Store.DeleteAsync(HistorySamples.At(40 * 86_400), Cancel);
        await WriteAsync(HistorySamples.Sample(40 * 86_400, 1));
        Assert.All(await Queries.MetricsAsync(_host, Cancel), m => Assert.True(m.Id > before));
    }
}

public sealed class SqliteHistoryStoreTests(SqliteTestDatabase database) : HistoryStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresHistoryStoreTests(PostgresTestDatabase database) : HistoryStoreTests(database), IClassFixture<PostgresTestDatabase>;
