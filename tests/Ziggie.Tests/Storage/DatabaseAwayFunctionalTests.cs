using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Ziggie.Simulator;
using Ziggie.Storage;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Storage;

/// <summary>The whole program under load while its database is held by another program, or away.</summary>
public sealed class DatabaseAwayFunctionalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_database_that_another_program_holds_for_long_costs_nobody_the_way_in_and_no_usage()
    {
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Tokens = 5 }, Cancel);
        await using var ziggie = await ZiggieProcess.StartAsync(Config(server), Cancel);
        await using var callers = new SteadyCallers(ziggie.Caller, "demo");
        await callers.MoreAsync(20);

        await using (var intruder = new SqliteConnection($"Data Source={Path.Combine(ziggie.DataPath, "ziggie.db")};Pooling=False"))
        {
            await intruder.OpenAsync(Cancel);
            await intruder.RunAsync("BEGIN IMMEDIATE", Cancel);
            using var refused = await ziggie.Admin.PostAsJsonAsync("/api/keys", new { name = "not now" }, Cancel);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
            await Eventually.TrueAsync(async () => (await HealthAsync(ziggie)).Contains("Another program held the database", StringComparison.Ordinal));
            await callers.MoreAsync(100);
            await KnownAsync(ziggie);
            using var report = await ziggie.Admin.GetAsync("/api/usage?groupBy=model", Cancel);
            Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        }

        await Eventually.TrueAsync(async () => await HealthAsync(ziggie) == "healthy");
        await ziggie.CreateKeyAsync(new { name = "now" }, Cancel);
        await SteadyCallers.AreInUsageOnceAsync(await callers.StopAsync(), ziggie);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_restart_of_PostgreSQL_costs_nobody_the_way_in_and_no_usage()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var connectionString = await cluster.NewDatabaseAsync();
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Tokens = 5 }, Cancel);
        await using var ziggie = await ZiggieProcess.StartAsync($"database: {{ provider: postgres, connectionString: \"{connectionString}\" }}\n{Config(server)}", Cancel);
        await using var callers = new SteadyCallers(ziggie.Caller, "demo");
        await callers.MoreAsync(20);

        for (var restarts = 0; restarts < 2; restarts++)
        {
            await cluster.StopServerAsync();
            await Eventually.TrueAsync(async () => (await HealthAsync(ziggie)).Contains("is not reachable", StringComparison.Ordinal));
            await callers.MoreAsync(100);
            await KnownAsync(ziggie);
            var making = ziggie.CreateKeyAsync(new { name = $"waits {restarts}" }, Cancel);

            await cluster.StartServerAsync();

            await making;
            await Eventually.TrueAsync(async () => await HealthAsync(ziggie) == "healthy");
            await callers.MoreAsync(20);
        }

        var asked = await callers.StopAsync();
        await SteadyCallers.AreInUsageOnceAsync(asked, ziggie);
        await ziggie.KillAsync(Cancel);
        await ziggie.StartAgainAsync(Cancel);
        await SteadyCallers.AreInUsageOnceAsync(asked, ziggie);
    }

    private static string Config(SimulatorServer server) => $"backends:\n  - {{ name: simulated, type: openai, url: \"{server.Url}v1\" }}\n";

    /// <summary>A good key and a good token are known without the database; a wrong one is not.</summary>
    private static async Task KnownAsync(ZiggieProcess ziggie)
    {
        using var me = await ziggie.Admin.GetAsync("/api/auth/me", Cancel);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        using var models = await ziggie.Caller.GetAsync("/v1/models", Cancel);
        Assert.Equal(HttpStatusCode.OK, models.StatusCode);
        using var wrong = ziggie.Client("zk-wrong");
        using var refused = await wrong.GetAsync("/v1/models", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private static async Task<string> HealthAsync(ZiggieProcess ziggie)
    {
        var health = await ziggie.Admin.GetFromJsonAsync<JsonElement>("/health", Cancel);
        return string.Join(' ', health.GetProperty("troubles").EnumerateArray().Select(t => t.GetString()).Prepend(health.GetProperty("status").GetString()).Where(t => t != "degraded"));
    }
}
