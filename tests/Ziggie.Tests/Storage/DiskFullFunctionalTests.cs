using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Ziggie.Simulator;
using Ziggie.Storage;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Storage;

/// <summary>The whole program on a disk that fills up under load and gets space again.</summary>
public sealed class DiskFullFunctionalTests
{
    public static TheoryData<string> Disks => [.. SmallDisk.Kinds];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 180_000)]
    [MemberData(nameof(Disks))]
    public async Task Requests_are_served_health_says_so_and_nothing_is_lost_or_damaged(string kind)
    {
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Tokens = 5 }, Cancel);
        await using var ziggie = await ZiggieProcess.PrepareAsync($"backends:\n  - {{ name: simulated, type: openai, url: \"{server.Url}v1\" }}\n", Cancel);
        await using var disk = SmallDisk.Make(kind, ziggie.DataPath);
        await ziggie.StartAgainAsync(Cancel);
        await using var callers = new SteadyCallers(ziggie.Caller, "demo");
        await callers.MoreAsync(20);

        disk.Fill(ziggie.Pid);

        // Asked all along: a page that was begun takes some records more.
        await Eventually.TrueAsync(async () => (await HealthAsync(ziggie.Admin)).Status == "degraded");
        await callers.MoreAsync(200);
        using var refused = await ziggie.Admin.PostAsJsonAsync("/api/keys", new { name = "no space" }, Cancel);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        var (status, troubles) = await HealthAsync(ziggie.Admin);
        Assert.Equal("degraded", status);
        Assert.Contains(troubles, t => t.Contains("usage journal cannot be written", StringComparison.Ordinal));
        Assert.Contains(troubles, t => t.Contains("ziggie.db cannot be written", StringComparison.Ordinal));
        using var stranger = new HttpClient { BaseAddress = ziggie.Url };
        Assert.DoesNotContain((await HealthAsync(stranger)).Troubles, t => t.Contains(ziggie.DataPath, StringComparison.Ordinal));

        disk.Free(ziggie.Pid);

        await Eventually.TrueAsync(async () => (await HealthAsync(ziggie.Admin)).Status == "healthy");
        await ziggie.CreateKeyAsync(new { name = "space again" }, Cancel);
        await callers.MoreAsync(20);
        var asked = await callers.StopAsync();
        await SteadyCallers.AreInUsageOnceAsync(asked, ziggie);

        Assert.Equal(0, await ziggie.StopAsync(Cancel));
        await AssertIntactAsync(Path.Combine(ziggie.DataPath, "ziggie.db"));
        await ziggie.StartAgainAsync(Cancel);
        await SteadyCallers.AreInUsageOnceAsync(asked, ziggie);
    }

    internal static async Task AssertIntactAsync(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync(Cancel);
        Assert.Equal("ok", await connection.ValueAsync("PRAGMA integrity_check", Cancel));
    }

    private static async Task<(string? Status, IReadOnlyList<string> Troubles)> HealthAsync(HttpClient client)
    {
        var health = await client.GetFromJsonAsync<JsonElement>("/health", Cancel);
        return (health.GetProperty("status").GetString(), [.. health.GetProperty("troubles").EnumerateArray().Select(t => t.GetString()!)]);
    }
}
