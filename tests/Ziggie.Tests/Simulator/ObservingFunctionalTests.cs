using Ziggie.Simulator;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Simulator;

public sealed class ObservingFunctionalTests : SimulatorTestBase
{
    private const string Path = "/v1/chat/completions";

    [Fact]
    public async Task A_caller_that_leaves_in_mid_stream_ends_the_tokens_at_once()
    {
        var time = new ManualTime();
        var server = await StartAsync(SimulatorOptions.Instant with { Gap = TimeSpan.FromSeconds(1), Time = time });
        using var raw = await RawHttp.PostAsync(server.Port, Path, Chat("Hello", stream: true), Cancellation);
        await raw.ReadUntilAsync("\"This\"", Cancellation);
        await time.WaitForWaiterAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(1));
        await raw.ReadUntilAsync("\" is\"", Cancellation);

        raw.Dispose();
        var request = await server.WaitForCancellationAsync(Cancellation);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((2, TimeSpan.FromSeconds(1)), (request.Tokens, request.CancelledAfter));
        Assert.Equal((1, 0, 0), (server.Stats.Cancelled, server.Stats.Active, server.Stats.Completed));
    }

    [Fact]
    public async Task A_caller_that_leaves_a_stream_without_pauses_ends_it_too()
    {
        var server = await StartAsync();
        for (var i = 0; i < 5; i++)
        {
            using var raw = await RawHttp.PostAsync(server.Port, Path, Chat("[[tokens:200000]]", stream: true), Cancellation);
            await raw.CountAsync(100_000, Cancellation);
            raw.Dispose();

            Assert.InRange((await server.WaitForCancellationAsync(Cancellation)).Tokens, 1, 199_999);
        }
    }

    [Fact]
    public async Task Keeps_what_it_was_sent_and_counts()
    {
        var server = await StartAsync();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, Path + "?a=1")) { Content = new StringContent(Chat("Hello")) };
        message.Headers.Add("X-Trace", "abc");
        using var reply = await Http.SendAsync(message, Cancellation);
        await server.WaitUntilAsync(s => s.Completed == 1, Cancellation);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", Path + "?a=1", "demo", 200, 64), (request.Method, request.Path, request.Model, request.Status, request.Tokens));
        Assert.Equal(("abc", Chat("Hello")), (request.Headers["x-trace"], request.BodyText));
        Assert.Null(request.CancelledAfter);

        var stats = await GetAsync(server, "/simulator/stats");
        Assert.Equal((1, 64), (stats.GetProperty("stats").GetProperty("completed").GetInt32(), stats.GetProperty("stats").GetProperty("tokens").GetInt32()));
        Assert.Equal("demo", stats.GetProperty("last")[0].GetProperty("model").GetString());
    }

    [Fact]
    public async Task Remembers_only_the_last_hundred()
    {
        var server = await StartAsync();
        for (var i = 0; i < 105; i++) await GetAsync(server, "/health");
        await server.WaitUntilAsync(s => s.Completed == 105, Cancellation);

        Assert.Equal(100, server.Requests.Count);
        Assert.Equal(6, server.Requests[0].Number);
    }

    [Fact]
    public async Task Past_its_slots_requests_wait_and_one_that_leaves_gives_up_its_place()
    {
        var server = await StartAsync(SimulatorOptions.Instant with { Slots = 1 });
        using var first = await RawHttp.PostAsync(server.Port, Path, Chat("[[fault:stall]]", stream: true), Cancellation);
        await server.WaitUntilAsync(s => s.Active == 1, Cancellation);
        await first.ReadUntilAsync("\" a\"", Cancellation);
        using var second = await RawHttp.PostAsync(server.Port, Path, Chat("second"), Cancellation);
        await server.WaitUntilAsync(s => s.Waiting == 1, Cancellation);
        var third = AskAsync(server, Path, Chat("third"));
        await server.WaitUntilAsync(s => s.Waiting == 2, Cancellation);

        second.Dispose();
        await server.WaitUntilAsync(s => s.Waiting == 1, Cancellation);
        first.Dispose();

        Assert.Equal("stop", (await third).GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        await server.WaitUntilAsync(s => s.Cancelled == 2, Cancellation);
    }
}
