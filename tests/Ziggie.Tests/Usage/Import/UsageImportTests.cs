using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Settings;
using Ziggie.Storage;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;
using Ziggie.Usage;
using Ziggie.Usage.Import;
using Ziggie.Usage.Journal;
using Ziggie.Usage.Rollups;

namespace Ziggie.Tests.Usage.Import;

public abstract class UsageImportTests : IAsyncLifetime
{
    private readonly TempFolder _temp = new();
    private TestDatabase? _database;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IStartedDatabase Database => _database!.Database;

    /// <summary>An empty database: each test has its own, since they count all there is.</summary>
    protected abstract TestDatabase NewDatabase();

    public async ValueTask InitializeAsync()
    {
        _database = NewDatabase();
        await _database.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _database!.DisposeAsync();
        _temp.Dispose();
        GC.SuppressFinalize(this);
    }

    private static IEnumerable<UsageRecord> Records(int count, int from = 0) => Enumerable.Range(from, count).Select(i => Samples.Record($"r{i}", at: Samples.Start.ToUnixTimeMilliseconds() + i * 20_000L, key: $"k{i % 3}"));

    /// <summary>Each request once, and rollups that say the same.</summary>
    private async Task HasExactlyAsync(int count, IDatabase? database = null)
    {
        database ??= Database;
        var ids = await database.ReadAsync((c, token) => c.ListAsync("SELECT request_id FROM usage_requests", row => row.GetString(0), token), Cancel);
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"r{i}").Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        foreach (var span in RollupSpans.All)
        {
            var sums = new UsageSums();
            await database.ReadAsync(async (c, token) =>
            {
                await c.EachAsync($"SELECT {RollupRow.SumColumns} FROM usage_rollups WHERE span = @span", row => RollupRow.AddTo(sums, row, 0), token, ("@span", (int)span));
                return 0;
            }, Cancel);
            Assert.Equal((count, 10L * count, 20L * count, count, count), (sums.Requests, sums.PromptTokens, sums.CompletionTokens, sums.FirstToken.Count, sums.Total.Count));
        }
    }

    [Fact]
    public async Task What_is_recorded_is_in_the_database()
    {
        await using var rig = new ImportRig(Database, _temp.Path);
        await rig.StartAsync();
        rig.Record(Records(700));
        await rig.ImportAsync();
        rig.Record(Records(300, 700));
        await rig.ImportAsync();
        await HasExactlyAsync(1_000);
    }

    [Fact]
    public async Task More_than_a_batch_goes_in_too()
    {
        await using var rig = new ImportRig(Database, _temp.Path, options: new JournalOptions { SegmentBytes = 100_000 });
        rig.Record(Records(12_000));
        await rig.StartAsync();
        await rig.ImportAsync();
        await HasExactlyAsync(12_000);
        Assert.Equal(2, rig.Folder.Segments().Count);
    }

    [Theory]
    [InlineData(ImportStep.BeforeRequests)]
    [InlineData(ImportStep.AfterRequests)]
    [InlineData(ImportStep.AfterReading)]
    [InlineData(ImportStep.AfterRollups)]
    public async Task A_crash_between_any_two_steps_neither_loses_nor_doubles(ImportStep step)
    {
        await using (var first = new ImportRig(Database, _temp.Path))
        {
            await first.StartAsync();
            first.Record(Records(50));
            await first.ImportAsync();
        }
        await using (var crashing = new ImportRig(Database, _temp.Path, step))
        {
            await crashing.StartAsync();
            crashing.Record(Records(50, 50));
            await crashing.Bulk.Broken.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        }
        await HasExactlyAsync(50);
        await using var next = new ImportRig(Database, _temp.Path);
        await next.StartAsync();
        next.Record(Records(50, 100));
        await next.ImportAsync();
        await HasExactlyAsync(150);
    }

    [Fact]
    public async Task A_commit_whose_answer_gets_lost_is_not_repeated()
    {
        var faulty = new FaultyDatabase(Database);
        await using var rig = new ImportRig(faulty, _temp.Path, clock: new ManualTime());
        await rig.StartAsync();
        rig.Record(Records(30));
        await rig.ImportAsync();
        faulty.LoseAnswers(3);
        for (var i = 30; i < 60; i += 10)
        {
            rig.Record(Records(10, i));
            await rig.ImportAsync();
        }
        await HasExactlyAsync(60);
        Assert.Equal(20 * 30, rig.Journal.MonthTokens("k0"));
    }

    [Fact]
    public async Task A_commit_whose_answer_got_lost_before_a_crash_is_not_repeated()
    {
        var faulty = new FaultyDatabase(Database);
        await using (var rig = new ImportRig(faulty, _temp.Path))
        {
            faulty.LoseAnswers(1);
            rig.Record(Records(10));
            await rig.StartAsync();
            await rig.ImportAsync();
        }
        await using var next = new ImportRig(Database, _temp.Path);
        await next.StartAsync();
        next.Record(Records(10, 10));
        await next.ImportAsync();
        await HasExactlyAsync(20);
    }

    [Fact]
    public async Task A_database_that_is_away_loses_nothing()
    {
        var faulty = new FaultyDatabase(Database);
        await using var rig = new ImportRig(faulty, _temp.Path);
        faulty.RefuseWrites(3);
        await rig.StartAsync();
        for (var i = 0; i < 40; i += 10)
        {
            rig.Record(Records(10, i));
            await rig.Importer.CatchUpAsync(TimeSpan.FromMilliseconds(1), Cancel);
        }
        await rig.ImportAsync();
        await HasExactlyAsync(40);
    }

    [Fact]
    public async Task A_database_put_back_from_an_older_backup_gets_what_came_after()
    {
        await using var other = NewDatabase();
        await other.InitializeAsync();
        await using (var rig = new ImportRig(Database, _temp.Path))
        {
            rig.Record(Records(20));
            await rig.StartAsync();
            await rig.ImportAsync();
        }
        await using var next = new ImportRig(other.Database, _temp.Path);
        await next.StartAsync();
        await next.ImportAsync();
        await HasExactlyAsync(20, other.Database);
    }

    [Fact]
    public async Task A_journal_put_back_from_an_older_copy_is_not_taken_in_again_and_new_records_are()
    {
        using var copy = new TempFolder();
        await using (var rig = new ImportRig(Database, _temp.Path))
        {
            await rig.StartAsync();
            rig.Record(Records(10));
            await rig.ImportAsync();
            _temp.CopyTo(copy.Path);
        }
        await using (var rig = new ImportRig(Database, _temp.Path))
        {
            rig.Record(Records(10, 10));
            await rig.StartAsync();
            await rig.ImportAsync();
        }
        await using (var restored = new ImportRig(Database, copy.Path))
        {
            restored.Record(Records(10, 20));
            await restored.StartAsync();
            await restored.ImportAsync();
        }
        await using var again = new ImportRig(Database, copy.Path);
        again.Record(Records(5, 30));
        await again.StartAsync();
        await again.ImportAsync();
        await HasExactlyAsync(35);
    }

    [Fact]
    public async Task Several_journals_fill_one_database_at_once()
    {
        using var second = new TempFolder();
        await using var a = new ImportRig(Database, _temp.Path);
        await using var b = new ImportRig(Database, second.Path);
        await a.StartAsync();
        await b.StartAsync();
        for (var i = 0; i < 400; i += 20)
        {
            a.Record(Records(10, i));
            b.Record(Records(10, i + 10));
            await Task.WhenAll(a.ImportAsync(), b.ImportAsync());
        }
        await HasExactlyAsync(400);
    }

    [Fact]
    public async Task Month_tokens_are_the_same_before_and_after_a_start_also_with_records_still_in_the_journal()
    {
        var clock = new ManualTime();
        await using (var rig = new ImportRig(Database, _temp.Path, clock: clock))
        {
            await rig.StartAsync();
            rig.Record(Records(30));
            await rig.ImportAsync();
            Assert.Equal(300, rig.Journal.MonthTokens("k0"));
        }
        await using (var rig = new ImportRig(Database, _temp.Path, ImportStep.BeforeRequests, clock: clock))
        {
            rig.Record(Records(30, 30));
        }
        await using var stuck = new ImportRig(Database, _temp.Path, ImportStep.BeforeRequests, clock: clock);
        await stuck.StartAsync();
        await stuck.Bulk.Broken.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal(600, stuck.Journal.MonthTokens("k0"));
        stuck.Record(Records(3, 60));
        Assert.Equal(630, stuck.Journal.MonthTokens("k0"));
    }

    [Fact]
    public async Task Costs_are_those_of_the_prices_in_force()
    {
        var prices = new UsageSettings { Prices = new Dictionary<string, ModelPrice> { ["m1"] = new(1, 2, 0.5), ["b2/m1"] = new(10, 20) } };
        await using var rig = new ImportRig(Database, _temp.Path, usage: prices);
        await rig.StartAsync();
        rig.Record([Samples.Record("a", prompt: 1_000, completion: 100, cached: 400), Samples.Record("b", backend: "b2", prompt: 1_000, completion: 100), Samples.Record("c", model: "free")]);
        await rig.ImportAsync();
        var costs = await Database.ReadAsync((c, token) => c.ListAsync("SELECT cost_nanos FROM usage_requests ORDER BY request_id", row => row.GetInt64(0), token), Cancel);
        Assert.Equal([(600 * 1 + 400 / 2 + 100 * 2) * 1_000, (1_000 * 10 + 100 * 20) * 1_000, 0], costs);
    }

    [Fact]
    public async Task Old_usage_is_deleted_and_days_are_kept()
    {
        var now = Samples.Start;
        await using var rig = new ImportRig(Database, _temp.Path);
        await rig.StartAsync();
        foreach (var days in new[] { 0, 1, 3, 40, 100, 400 })
            rig.Record(Enumerable.Range(0, 10).Select(i => Samples.Record($"d{days}-{i}", at: now.AddDays(-days).AddSeconds(-i).ToUnixTimeMilliseconds())));
        await rig.ImportAsync();
        var retention = new UsageRetention(
            rig.Store, new FixedSettings(new ZiggieSettings { Usage = new UsageSettings { RetentionDays = 30 } }), new FixedTime(now), NullLogger<UsageRetention>.Instance);
        await retention.DeleteAsync(Cancel);

        async Task<long> CountAsync(string sql) => Convert.ToInt64(await Database.ReadAsync((c, token) => c.ValueAsync(sql, token), Cancel), CultureInfo.InvariantCulture);
        Assert.Equal(30, await CountAsync("SELECT COUNT(*) FROM usage_requests"));
        Assert.Equal(20, await CountAsync("SELECT SUM(requests) FROM usage_rollups WHERE span = 0"));
        Assert.Equal(40, await CountAsync("SELECT SUM(requests) FROM usage_rollups WHERE span = 1"));
        Assert.Equal(60, await CountAsync("SELECT SUM(requests) FROM usage_rollups WHERE span = 2"));
        Assert.Equal(20, await rig.Store.DeleteRequestsAsync(long.MaxValue, 20, Cancel));
    }
}

public sealed class SqliteUsageImportTests : UsageImportTests
{
    protected override TestDatabase NewDatabase() => new SqliteTestDatabase();
}

public sealed class PostgresUsageImportTests : UsageImportTests
{
    protected override TestDatabase NewDatabase() => new PostgresTestDatabase();
}
