using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Listeners;

/// <summary>Listeners over HTTP.</summary>
public sealed class PortsEndpointFunctionalTests : IDisposable
{
    private readonly ProcFixture _proc = new();
    private readonly GivenEngine _engine = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _proc.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Listeners_of_a_range_come_with_holders_answers_and_conflicts()
    {
        await using var host = await StartAsync();
        using var client = host.As("operator");

        var report = await client.GetFromJsonAsync<JsonElement>("/api/system/ports?from=80&to=90", Cancel);

        Assert.Equal("linux", report.GetProperty("platform").GetString());
        var items = report.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["tcp 0.0.0.0 80", "tcp 127.0.0.1 80", "tcp :: 90"], items.Select(i => $"{i.GetProperty("protocol")} {i.GetProperty("address")} {i.GetProperty("port")}"));
        Assert.Equal(("[10,12]", "web", "root"), (items[0].GetProperty("pids").GetRawText(), items[0].GetProperty("process").GetString(), items[0].GetProperty("user").GetString()));
        Assert.Equal("[\"shadowed\"]", items[1].GetProperty("conflicts").GetRawText());
        Assert.Equal("web --port 80", items[0].GetProperty("holders")[0].GetProperty("commandLine").GetString());
        var port = report.GetProperty("ports")[0];
        var answers = port.GetProperty("answers").EnumerateArray().ToDictionary(a => a.GetProperty("to").GetString()!);
        Assert.Equal(items[1].GetProperty("id").GetString(), answers["127.0.0.1"].GetProperty("listeners")[0].GetString());
        Assert.Equal(items[0].GetProperty("id").GetString(), answers["outside"].GetProperty("listeners")[0].GetString());
        Assert.Equal("nobody", answers["[::1]"].GetProperty("how").GetString());
        Assert.Contains("reaches other (process 20)", port.GetProperty("conflicts")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Command_lines_are_for_operators()
    {
        await using var host = await StartAsync();
        using var viewer = host.As("viewer");
        using var stranger = new HttpClient { BaseAddress = host.Address };

        var report = await viewer.GetStringAsync("/api/system/ports", Cancel);
        using var refused = await stranger.GetAsync("/api/system/ports", Cancel);

        Assert.DoesNotContain("--port", report, StringComparison.Ordinal);
        Assert.Contains("\"process\":\"web\"", report, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_port_that_a_container_publishes_is_named_for_it_and_an_engine_that_is_away_is_a_note()
    {
        _engine.Containers =
        [
            new Container { Id = new string('a', 64), Name = "shop-web", Image = "nginx", State = ContainerState.Running, Ports = [new PublishedPort(IPAddress.Any, 99, 8080, "tcp")], Environment = new ContainerEnvironment(["TOKEN=secret"]) },
        ];
        await using var host = await StartAsync();
        using var client = host.As("viewer");

        var report = await client.GetFromJsonAsync<JsonElement>("/api/system/ports?from=99&to=99", Cancel);
        _engine.Problem = new EngineProblem(EngineTrouble.Refused, "It does not run.", []);
        var without = await client.GetFromJsonAsync<JsonElement>("/api/system/ports?from=99&to=99", Cancel);

        var item = Assert.Single(report.GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("shop-web", new string('a', 64), "shop-web:8080", true, "0.0.0.0"),
            (item.GetProperty("container").GetString(), item.GetProperty("containerId").GetString(), item.GetProperty("publishedTo").GetString(), item.GetProperty("byPacketRules").GetBoolean(), item.GetProperty("address").GetString()));
        Assert.Empty(report.GetProperty("notes").EnumerateArray());
        Assert.DoesNotContain("secret", report.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(without.GetProperty("items").EnumerateArray());
        Assert.Equal("Which ports containers publish is not known: It does not run.", Assert.Single(without.GetProperty("notes").EnumerateArray()).GetString());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("from=70000", "'from' has to be a port, 0 to 65535; not 70000.")]
    [InlineData("to=-1", "'to' has to be a port, 0 to 65535; not -1.")]
    [InlineData("from=9&to=3", "'from' (9) is above 'to' (3).")]
    public async Task A_bad_range_is_told(string query, string message)
    {
        await using var host = await StartAsync();
        using var client = host.As("viewer");

        using var answer = await client.GetAsync($"/api/system/ports?{query}", Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, message), (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString()));
    }

    private Task<TestHost> StartAsync()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Socket("net/tcp", "0100007F:0050", 12).Socket("net/tcp6", "00000000000000000000000000000000:005A", 13).Socket("net/tcp", "00000000:005B", 14)
            .Process(10, 1, "web"u8.ToArray(), [11, 13], "web\0--port\080\0").Process(12, 10, "web"u8.ToArray(), [11]).Process(20, "other", 12);
        return TestHost.StartAsync(services => services.AddSingleton(TimeProvider.System).AddListeners().AddSingleton<IListenerReader>(_proc.Reader).AddSingleton<IContainerEngine>(_engine), routes => routes.MapListeners());
    }
}
