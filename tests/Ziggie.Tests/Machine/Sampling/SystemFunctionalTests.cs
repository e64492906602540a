using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Sampling;

/// <summary>The machine through the front door of the real program.</summary>
public sealed class SystemFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Stats_tell_this_machine()
    {
        var stats = await one.Admin.GetFromJsonAsync<JsonElement>("/api/system/stats", Cancel);
        Assert.Equal(Environment.MachineName, stats.GetProperty("host").GetString());
        Assert.InRange(stats.GetProperty("cpu").GetProperty("all").GetProperty("used").GetDouble(), 0, 100);
        Assert.Equal(stats.GetProperty("cpu").GetProperty("cores").GetInt32(), stats.GetProperty("cpu").GetProperty("perCore").GetArrayLength());
        var total = stats.GetProperty("memory").GetProperty("total");
        Assert.Equal(Math.Round(total.GetProperty("bytes").GetInt64() / 1073741824.0, 2), total.GetProperty("gib").GetDouble());
        Assert.NotEmpty(stats.GetProperty("disks").EnumerateArray());
        Assert.Contains(stats.GetProperty("network").EnumerateArray(), i => i.GetProperty("interface").GetString() == "lo");
        Assert.True(stats.GetProperty("uptimeSeconds").GetDouble() > 0);
        foreach (var part in (string[])["swap", "load", "gpus", "temperatures", "pressure", "diskTraffic", "bootedAt", "bootId"]) Assert.True(stats.TryGetProperty(part, out _), part);
    }

    [Fact(Timeout = 60_000)]
    public async Task Processes_tell_who_takes_most()
    {
        var byMemory = await one.Admin.GetFromJsonAsync<JsonElement>("/api/system/processes?limit=500&sort=memory", Cancel);
        var sizes = byMemory.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("memory").GetProperty("bytes").GetInt64()).ToList();
        Assert.Equal(sizes.OrderDescending(), sizes);
        var ziggie = byMemory.GetProperty("items").EnumerateArray().Single(p => p.GetProperty("pid").GetInt32() == one.Ziggie.Pid);
        Assert.Equal(("ziggie", Environment.ProcessId), (ziggie.GetProperty("name").GetString(), ziggie.GetProperty("parentPid").GetInt32()));
        Assert.Equal(Environment.UserName, ziggie.GetProperty("user").GetString());
        Assert.InRange(ziggie.GetProperty("startedAt").GetDateTimeOffset(), TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));
        Assert.True(byMemory.GetProperty("total").GetInt32() >= sizes.Count);

        var byCpu = await one.Admin.GetFromJsonAsync<JsonElement>("/api/system/processes?limit=3", Cancel);
        var shares = byCpu.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("cpuPercent").GetDouble()).ToList();
        Assert.Equal(3, shares.Count);
        Assert.Equal(shares.OrderDescending(), shares);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/api/system/processes?sort=name", "bad_input")]
    [InlineData("/api/system/ws", "websocket_expected")]
    public async Task Bad_input_is_said(string path, string code)
    {
        using var answer = await one.Admin.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("code").GetString());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/api/system/stats")]
    [InlineData("/api/system/processes")]
    [InlineData("/api/system/ws")]
    public async Task Only_who_may_read_sees_the_machine(string path)
    {
        using var anybody = new HttpClient { BaseAddress = one.Ziggie.Url };
        using var unknown = await anybody.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        using var models = one.Ziggie.Client(await one.Ziggie.CreateKeyAsync(new { name = $"models {path}", scopes = new[] { "models" } }, Cancel));
        using var refused = await models.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Whoever_may_read_can_watch()
    {
        var key = await one.Ziggie.CreateKeyAsync(new { name = "reader", scopes = new[] { "read" } }, Cancel);
        using var client = new ClientWebSocket();
        client.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await client.ConnectAsync(new Uri($"ws://{one.Ziggie.Url.Authority}/api/system/ws?interval=1"), Cancel);
        using var socket = new TestSocket(client);
        for (var i = 0; i < 2; i++)
        {
            var frame = await socket.ReceiveAsync();
            Assert.Equal("stats", (string?)frame!["type"]);
            Assert.NotNull(frame["data"]!["cpu"]);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Ps_lists_the_processes()
    {
        var environment = new Dictionary<string, string> { ["ZIGGIE_DATA"] = one.Ziggie.DataPath };
        var table = await ZiggieProcess.RunAsync(["ps", "--sort", "memory", "--limit", "500"], Cancel, environment);
        var json = await ZiggieProcess.RunAsync(["ps", "--limit", "2", "--json"], Cancel, environment);
        var wrong = await ZiggieProcess.RunAsync(["ps", "--limit", "0"], Cancel, environment);

        Assert.Equal(0, table.Code);
        Assert.StartsWith("PID", table.Out.TrimStart(), StringComparison.Ordinal);
        Assert.Contains(table.Out.Split('\n'), l => l.TrimStart().StartsWith($"{one.Ziggie.Pid} ", StringComparison.Ordinal) && l.EndsWith("ziggie", StringComparison.Ordinal));
        Assert.Equal(2, json.Json.GetProperty("items").GetArrayLength());
        Assert.Equal(2, wrong.Code);
    }
}
