using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Settings;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Usage.Import;
using Ziggie.Usage;
using Ziggie.Usage.Import;
using Ziggie.Usage.Reports;
using Ziggie.Usage.Rollups;

namespace Ziggie.Tests.Usage.Reports;

public abstract class UsageReportTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2025, 6, 15, 12, 34, 56, 789, TimeSpan.Zero);
    private static readonly UsageSettings Usage = new() { RetentionDays = 20, Prices = new Dictionary<string, ModelPrice> { ["m0"] = new(0.15, 0.6), ["m1"] = new(3, 15, 0.3) } };

    private readonly TempFolder _temp = new();
    private TestDatabase? _database;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_report_says_what_adding_up_all_requests_says(int seed)
    {
        var random = new Random(seed);
        var records = Samples.Random(seed, 3_000, Now.AddDays(-120), TimeSpan.FromDays(120))
            .Concat(Samples.Random(seed + 100, 1_000, Now.AddDays(-1), TimeSpan.FromDays(1)))
            .Concat(Samples.Random(seed + 200, 500, Now.AddMinutes(-10), TimeSpan.FromMinutes(10))).ToList();
        await using var rig = new ImportRig(_database!.Database, _temp.Path, usage: Usage);
        await rig.StartAsync();
        foreach (var part in records.Chunk(777))
        {
            rig.Record(part);
            await rig.ImportAsync();
        }
        await new UsageRetention(rig.Store, rig.Settings, new FixedTime(Now), NullLogger<UsageRetention>.Instance).DeleteAsync(Cancel);

        for (var i = 0; i < 60; i++)
        {
            var from = Now.AddSeconds(-Math.Exp(random.NextDouble() * 9 + 7));
            var to = random.Next(2) == 0 ? Now : from + (Now - from) * random.NextDouble();
            var groups = Enum.GetValues<UsageGroup>();
            await CompareAsync(rig, records, groups[random.Next(groups.Length)], RandomFilter(random, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds()));
        }
    }

    private static UsageFilter RandomFilter(Random random, long from, long to) => new(from, to)
    {
        Model = random.Next(4) == 0 ? "m1" : null,
        Backend = random.Next(4) == 0 ? "b1" : null,
        Key = random.Next(5) == 0 ? "k2" : null,
        User = random.Next(5) == 0 ? "u0" : null,
        Status = random.Next(5) == 0 ? (400, 599) : null,
        OnlyUser = random.Next(5) == 0 ? "u1" : null,
    };

    private static async Task CompareAsync(ImportRig rig, List<UsageRecord> records, UsageGroup by, UsageFilter filter)
    {
        var kept = UsageHorizons.ToRead(Now.ToUnixTimeMilliseconds(), Usage.RetentionDays);
        if (by == UsageGroup.Hour && filter.From < kept.Hours) by = UsageGroup.Day;
        var plan = UsagePlan.For(filter.From, filter.To, Now.ToUnixTimeMilliseconds(), kept, by == UsageGroup.Hour);
        var report = await rig.Queries.ReportAsync(filter, by, plan, Cancel);

        var meant = records.Where(r => r.StartedAt >= plan.From && r.StartedAt < plan.To && Fits(filter, r)).ToList();
        Same(meant, report.Totals.Requests, report.Totals.Errors, report.Totals.PromptTokens, report.Totals.Cost, report.Totals.P95TotalMs);
        var groups = meant.GroupBy(r => Group(by, r)).ToDictionary(g => g.Key, g => g.ToList());
        if (by is UsageGroup.Hour or UsageGroup.Day) Assert.True(report.Items.Count >= groups.Count);
        else if (by != UsageGroup.None) Assert.Equal(groups.Count, report.Items.Count);
        foreach (var item in report.Items) Same(groups.GetValueOrDefault(item.Id!) ?? [], item.Requests, item.Errors, item.PromptTokens, item.Cost, item.P95TotalMs);
    }

    private static void Same(List<UsageRecord> meant, long requests, long errors, long prompt, double cost, double? p95)
    {
        Assert.Equal(meant.Count, requests);
        Assert.Equal(meant.Count(r => r.Status >= 400 || r.Error is not null), errors);
        Assert.Equal(meant.Sum(r => (long)Math.Max(0, r.Tokens.Prompt)), prompt);
        Assert.Equal(meant.Sum(r => Pricing.CostNanos(Usage.Prices, r)) / 1e9, cost, 12);
        if (meant.Count == 0)
        {
            Assert.Null(p95);
            return;
        }
        var exact = meant.Select(r => r.TotalMicros).Order().ElementAt((int)Math.Ceiling(0.95 * meant.Count) - 1) / 1000.0;
        Assert.InRange(p95!.Value, exact * 0.968 - 0.001, exact * 1.032 + 0.001);
    }

    private static bool Fits(UsageFilter f, UsageRecord r) =>
        (f.Model is null || f.Model == r.Model) && (f.Backend is null || f.Backend == r.Backend) && (f.Key is null || f.Key == r.KeyId) && (f.User is null || f.User == r.UserId)
        && (f.Status is not { } s || (r.Status >= s.From && r.Status <= s.To)) && (f.OnlyUser is null || f.OnlyUser == r.UserId);

    private static string Group(UsageGroup by, UsageRecord r) => by switch
    {
        UsageGroup.Model => r.Model,
        UsageGroup.Backend => r.Backend,
        UsageGroup.Key => r.KeyId ?? "",
        UsageGroup.User => r.UserId,
        UsageGroup.Status => r.Status.ToString(CultureInfo.InvariantCulture),
        UsageGroup.Hour => DateTimeOffset.FromUnixTimeMilliseconds(RollupSpan.Hour.Floor(r.StartedAt)).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        UsageGroup.Day => DateTimeOffset.FromUnixTimeMilliseconds(r.StartedAt).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => "",
    };

    [Fact]
    public async Task Requests_come_page_by_page_newest_first_each_once()
    {
        var records = Samples.Random(5, 500, Now.AddMinutes(-1), TimeSpan.FromMilliseconds(200)).ToList();
        await using var rig = new ImportRig(_database!.Database, _temp.Path);
        await rig.StartAsync();
        rig.Record(records);
        await rig.ImportAsync();
        var filter = new UsageFilter(0, Now.ToUnixTimeMilliseconds()) { Backend = "b0" };
        var (seen, cursor) = (new List<UsageRequest>(), UsageCursor.Start);
        while (await rig.Queries.RequestsAsync(filter, cursor, 37, Cancel) is { Count: > 0 } page)
        {
            seen.AddRange(page);
            cursor = page[^1].Cursor;
        }
        var meant = records.Where(r => r.Backend == "b0").ToList();
        Assert.Equal(meant.Select(r => r.RequestId).Order(), seen.Select(r => r.RequestId).Order());
        Assert.Equal(seen.Select(r => r.At).OrderDescending(), seen.Select(r => r.At));
        var first = meant.Single(r => r.RequestId == seen[0].RequestId);
        Assert.Equal((first.TotalMicros / 1000.0, first.Tokens.Prompt < 0 ? null : first.Tokens.Prompt, first.KeyId), (seen[0].TotalMs, seen[0].PromptTokens, seen[0].KeyId));
    }

    [Fact]
    public async Task More_groups_than_are_shown_share_one()
    {
        await using var rig = new ImportRig(_database!.Database, _temp.Path);
        await rig.StartAsync();
        rig.Record(Enumerable.Range(0, 1_500).Select(i => Samples.Record($"r{i}", key: $"key{i}")));
        await rig.ImportAsync();
        var filter = new UsageFilter(Samples.Start.AddDays(-1).ToUnixTimeMilliseconds(), Samples.Start.AddDays(1).ToUnixTimeMilliseconds());
        var plan = UsagePlan.For(filter.From, filter.To, filter.To, UsageHorizons.ToRead(filter.To, 90), byHour: false);
        var report = await rig.Queries.ReportAsync(filter, UsageGroup.Key, plan, Cancel);
        Assert.Equal(1_001, report.Items.Count);
        Assert.Equal((null, 500L, 1_500L), (report.Items[^1].Id, report.Items[^1].Requests, report.Totals.Requests));
    }
}

public sealed class SqliteUsageReportTests : UsageReportTests
{
    protected override TestDatabase NewDatabase() => new SqliteTestDatabase();
}

public sealed class PostgresUsageReportTests : UsageReportTests
{
    protected override TestDatabase NewDatabase() => new PostgresTestDatabase();
}
