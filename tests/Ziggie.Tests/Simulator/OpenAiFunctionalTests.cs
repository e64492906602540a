using Ziggie.Simulator;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Simulator;

public sealed class OpenAiFunctionalTests : SimulatorTestBase
{
    [Fact]
    public async Task Chats_in_one_piece()
    {
        var reply = await AskAsync(await StartAsync(), "/v1/chat/completions", Chat("Hello"));

        var choice = reply.GetProperty("choices")[0];
        Assert.StartsWith("This is a simulated reply", choice.GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 64), (reply.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
    }

    [Fact]
    public async Task Streams_a_frame_for_each_token()
    {
        var server = await StartAsync();
        using var reply = await PostAsync(server, "/v1/chat/completions", Chat("[[say:one two three]]", stream: true), stream: true);
        var text = await reply.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal("text/event-stream", reply.Content.Headers.ContentType?.MediaType);
        Assert.Equal(3, text.Split("\"content\":\"").Length - 1 - 1);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completes_and_embeds_and_lists()
    {
        var server = await StartAsync(SimulatorOptions.Instant with { Models = ["one", "two"] });

        var completion = await AskAsync(server, "/v1/completions", """{"model":"one","prompt":"[[say:hi]]"}""");
        Assert.Equal("hi", completion.GetProperty("choices")[0].GetProperty("text").GetString());
        var embedding = await AskAsync(server, "/v1/embeddings", """{"model":"two","input":["a","b"],"dimensions":8}""");
        Assert.Equal([8, 8], embedding.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("embedding").GetArrayLength()));
        Assert.Equal(["one", "two"], (await GetAsync(server, "/v1/models")).GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
        Assert.Equal("two", (await GetAsync(server, "/v1/models/two")).GetProperty("id").GetString());
        Assert.Equal("ok", (await GetAsync(server, "/health")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"nope","messages":[{"role":"user","content":"x"}]}""", 404, "demo")]
    [InlineData("/v1/chat/completions", """{"model":"demo","n":2,"messages":[{"role":"user","content":"x"}]}""", 400, "n must be 1")]
    [InlineData("/v1/chat/completions", "{", 400, "")]
    [InlineData("/v1/nope", "{}", 404, "/v1/chat/completions")]
    [InlineData("/v1/models", "{}", 405, "POST")]
    public async Task Refuses_what_it_cannot_answer_and_says_why(string path, string body, int status, string hint)
    {
        using var reply = await PostAsync(await StartAsync(), path, body);

        Assert.Equal(status, (int)reply.StatusCode);
        Assert.Contains(hint, (await JsonAsync(reply)).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wants_its_key_where_it_has_one()
    {
        var server = await StartAsync(SimulatorOptions.Instant with { ApiKey = "secret" });
        using var without = await PostAsync(server, "/v1/chat/completions", Chat("Hello"));
        Http.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        using var with = await PostAsync(server, "/v1/chat/completions", Chat("Hello"));

        Assert.Equal((401, 200), ((int)without.StatusCode, (int)with.StatusCode));
    }

    [Fact]
    public async Task The_first_request_waits_for_its_model_to_load()
    {
        var time = new ManualTime();
        var server = await StartAsync(SimulatorOptions.Instant with { Load = TimeSpan.FromSeconds(60), Time = time });
        var first = AskAsync(server, "/v1/chat/completions", Chat("Hello"));
        await time.WaitForWaiterAsync(Cancellation);

        time.Advance(TimeSpan.FromSeconds(60));
        await first;

        await AskAsync(server, "/v1/chat/completions", Chat("Hello again"));
    }

    [Fact]
    public async Task Options_that_cannot_be_are_refused_all_at_once()
    {
        var wrong = await Assert.ThrowsAsync<ArgumentException>(() =>
            SimulatorServer.StartAsync(new SimulatorOptions { Port = 70_000, Slots = 0, Gap = TimeSpan.FromSeconds(-1) }, Cancellation));

        Assert.Contains("--port", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("--slots", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("--gap", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_says_what_it_serves_and_ends_when_told()
    {
        using var stop = new CancellationTokenSource();
        await using var output = new StringWriter();
        var running = SimulatorHost.RunAsync(SimulatorOptions.Instant with { Faults = [Fault.Parse("429 p=0.1")] }, output, stop.Token);
        await stop.CancelAsync();

        Assert.Equal(0, await running);
        Assert.Equal(2, await SimulatorHost.RunAsync(new SimulatorOptions { Port = -1 }, output, Cancellation));
        var server = await StartAsync();
        Assert.Contains("curl -N http://127.0.0.1:", SimulatorHost.Describe(server), StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => SimulatorHost.RunAsync(SimulatorOptions.Instant with { Port = server.Port }, output, Cancellation));
    }
}
