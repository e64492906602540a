using Ziggie.Simulator;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Simulator;

public sealed class OllamaFunctionalTests : SimulatorTestBase
{
    private static readonly SimulatorOptions Ollama = SimulatorOptions.Instant with { Dialect = Dialect.Ollama };

    [Fact]
    public async Task Says_that_it_is_running_and_what_it_has()
    {
        var server = await StartAsync(Ollama with { Models = ["demo", "other:7b"] });

        Assert.Equal("Ollama is running", await Http.GetStringAsync(server.Url, Cancellation));
        using var head = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, server.Url), Cancellation);
        Assert.Equal(200, (int)head.StatusCode);
        Assert.Equal(["demo:latest", "other:7b"], ModelListReader.ReadOllamaTags(await Http.GetByteArrayAsync(new Uri(server.Url, "api/tags"), Cancellation)).Select(m => m.Name));
        Assert.Contains("tools", (await AskAsync(server, "/api/show", """{"model":"demo"}""")).GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
    }

    [Fact]
    public async Task A_model_loads_once_stays_for_its_time_and_is_gone_after()
    {
        var time = new ManualTime();
        var server = await StartAsync(Ollama with { Load = TimeSpan.FromSeconds(60), Time = time });

        var loading = AskAsync(server, "/api/chat", """{"model":"demo","stream":false,"messages":[{"role":"user","content":"[[say:hi]]"}],"keep_alive":"2m"}""");
        await time.WaitForWaiterAsync(Cancellation);
        Assert.Empty(await RunningAsync(server));
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(60_000_000_000, (await loading).GetProperty("load_duration").GetInt64());
        Assert.Equal(["demo:latest"], await RunningAsync(server));
        Assert.Equal("hi", (await AskAsync(server, "/api/generate", """{"model":"demo","stream":false,"prompt":"[[say:hi]]","keep_alive":"2m"}""")).GetProperty("response").GetString());
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(await RunningAsync(server));
    }

    [Fact]
    public async Task An_empty_request_loads_and_one_that_keeps_nothing_unloads()
    {
        var server = await StartAsync(Ollama);

        Assert.Equal("load", (await AskAsync(server, "/api/generate", """{"model":"demo","stream":false,"keep_alive":-1}""")).GetProperty("done_reason").GetString());
        Assert.Equal(["demo:latest"], await RunningAsync(server));
        Assert.Equal("unload", (await AskAsync(server, "/api/chat", """{"model":"demo","stream":false,"messages":[],"keep_alive":0}""")).GetProperty("done_reason").GetString());
        Assert.Empty(await RunningAsync(server));
    }

    private async Task<IEnumerable<string>> RunningAsync(SimulatorServer server) =>
        ModelListReader.ReadOllamaPs(await Http.GetByteArrayAsync(new Uri(server.Url, "api/ps"), Cancellation)).Select(r => r.Model.Name);
}
