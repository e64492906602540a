using Microsoft.AspNetCore.Http;
using Ziggie.Cli;

namespace Ziggie.Tests.Cli;

/// <summary>What <c>ziggie bench</c> sends, counts and shows.</summary>
public sealed class BenchTests : CliTestBase
{
    private const string Chat = "POST /v1/chat/completions";

    [Fact(Timeout = 60_000)]
    public async Task Each_level_sends_its_requests_and_counts_tokens_as_the_server_does()
    {
        Server.On(Chat, Answer);

        var result = await Cli.RunAsync("bench", "tiny", "-c", "1,3", "--requests", "6", "--max-tokens", "7", "--prompt-tokens", "50", "--json");

        Assert.Equal(0, result.Code);
        Assert.Equal(1 + 6 + 6, Server.Requests.Count);
        var bodies = Server.Requests.Select(r => Json(r.Body)).ToList();
        Assert.All(bodies, b => Assert.Equal(("tiny", 7, true), (b.GetProperty("model").GetString(), b.GetProperty("max_tokens").GetInt32(), b.GetProperty("stream").GetBoolean())));
        Assert.Equal(13, bodies.Select(b => b.GetProperty("messages")[0].GetProperty("content").GetString()).Distinct().Count());
        var data = Json(result.Out);
        Assert.False(data.GetProperty("interrupted").GetBoolean());
        Assert.Equal([1, 3], data.GetProperty("levels").EnumerateArray().Select(l => l.GetProperty("concurrency").GetInt32()));
        foreach (var level in data.GetProperty("levels").EnumerateArray())
        {
            Assert.Equal((6, 0, 6 * 5, 6 * 50), (level.GetProperty("answered").GetInt32(), level.GetProperty("failed").GetInt32(), level.GetProperty("completionTokens").GetInt32(), level.GetProperty("promptTokens").GetInt32()));
            Assert.Equal(12, level.GetProperty("queueMs").GetProperty("p99").GetDouble());
            Assert.Equal("one", level.GetProperty("backends")[0].GetString());
            foreach (var times in (string[])["firstTokenMs", "betweenTokensMs", "totalMs", "streamTokensPerSecond"])
                Assert.True(level.GetProperty(times).GetProperty("p50").GetDouble() <= level.GetProperty(times).GetProperty("p99").GetDouble(), times);
            Assert.True(level.GetProperty("tokensPerSecond").GetDouble() > 0);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task People_get_a_table_and_bars_without_control_characters()
    {
        Server.On(Chat, Answer);

        var result = await Cli.RunAsync("bench", "tiny", "-c", "1,2");

        Assert.Equal(0, result.Code);
        Assert.StartsWith("tiny on one: prompts of 50 tokens, replies of at most 128; warm-up ", result.Out, StringComparison.Ordinal);
        Assert.Contains("AT ONCE", result.Out, StringComparison.Ordinal);
        Assert.Contains("Tokens/s of all streams\n  1 ", result.Out, StringComparison.Ordinal);
        Assert.Contains('█', result.Out);
        Assert.DoesNotContain(result.Out, c => char.IsControl(c) && c != '\n');
        Assert.Equal("Warming up…\n1 at once: 8 requests…\n2 at once: 8 requests…\n", result.Error);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_model_the_one_that_answered_first_is_measured()
    {
        Server.On(Chat, Answer);

        await Cli.RunAsync("bench", "-c", "1", "-n", "1");

        Assert.False(Json(Server.Requests.First().Body).TryGetProperty("model", out _));
        Assert.Equal("one/tiny-1", Json(Server.Last.Body).GetProperty("model").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task Made_up_prompts_come_near_the_length_asked_for()
    {
        Server.On(Chat, context => AnswerAsync(context, promptTokens: 400));

        await Cli.RunAsync("bench", "tiny", "-c", "1", "-n", "1", "--prompt-tokens", "200");

        var words = Server.Requests.Select(r => Json(r.Body).GetProperty("messages")[0].GetProperty("content").GetString()!.Split(' ').Length).ToList();
        Assert.InRange(words[0], 180, 220);
        Assert.InRange(words[1], 80, 120);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_prompt_of_ones_own_is_sent_as_it_is()
    {
        Server.On(Chat, Answer);

        await Cli.RunAsync("bench", "tiny", "-c", "1", "-n", "1", "--prompt", "Hello");

        Assert.All(Server.Requests, r => Assert.Equal("Hello", Json(r.Body).GetProperty("messages")[0].GetProperty("content").GetString()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Failures_are_counted_by_cause_and_do_not_end_it()
    {
        var number = 0;
        Server.On(Chat, async context =>
        {
            switch (Interlocked.Increment(ref number) % 4)
            {
                case 1: await Answer(context); break;
                case 2:
                    context.Response.StatusCode = 503;
                    await context.Response.WriteAsync("{\"error\":{\"message\":\"The queue is full.\"}}");
                    break;
                case 3: await context.Response.WriteAsync("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"); break;
                default: await context.Response.WriteAsync("data: {\"error\":{\"message\":\"Out of memory.\"}}\n\n"); break;
            }
        });

        var json = await Cli.RunAsync("bench", "tiny", "-c", "1", "-n", "8", "--json");
        var level = Json(json.Out).GetProperty("levels")[0];

        Assert.Equal((0, 2, 6), (json.Code, level.GetProperty("answered").GetInt32(), level.GetProperty("failed").GetInt32()));
        Assert.Equal(
            [("Out of memory.", 2), ("The queue is full.", 2), ("The reply broke off before its end.", 2)],
            level.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("cause").GetString(), e.GetProperty("count").GetInt32())));
        number = 0;
        Assert.Contains("1 at once: 2 requests failed: The queue is full.\n", (await Cli.RunAsync("bench", "tiny", "-c", "1", "-n", "8")).Out, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_first_request_that_fails_ends_it_with_the_cause()
    {
        Server.On(Chat, "{\"error\":{\"message\":\"There is no model tiny.\"}}", status: 404);
        var unknown = await Cli.RunAsync("bench", "tiny");
        Server.On(Chat, "{\"error\":{\"message\":\"No.\"}}", status: 403);
        var forbidden = await Cli.RunAsync("bench", "tiny");

        Assert.Equal((1, 6, ""), (unknown.Code, forbidden.Code, unknown.Out));
        Assert.Contains("There is no model tiny.", unknown.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Interrupted_it_shows_what_is_measured_so_far()
    {
        var number = 0;
        Server.On(Chat, async context =>
        {
            if (Interlocked.Increment(ref number) <= 4)
            {
                await Answer(context);
                return;
            }
            Cli.Interrupts.Raise();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var result = await Cli.RunAsync("bench", "tiny", "-c", "1,2", "-n", "10", "--json");

        Assert.Equal(ExitCode.Interrupted, result.Code);
        var data = Json(result.Out);
        Assert.True(data.GetProperty("interrupted").GetBoolean());
        var level = Assert.Single(data.GetProperty("levels").EnumerateArray());
        Assert.Equal((3, true), (level.GetProperty("answered").GetInt32(), level.GetProperty("interrupted").GetBoolean()));
    }

    [Theory]
    [InlineData("-c", "0")]
    [InlineData("-c", "1,x")]
    [InlineData("-c", "2000")]
    [InlineData("--requests", "0")]
    [InlineData("--max-tokens", "-1")]
    public async Task Numbers_out_of_bounds_are_told(string option, string value)
    {
        var result = await Cli.RunAsync("bench", "tiny", option, value);

        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(option == "-c" ? "--concurrency" : option, result.Error, StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    private static Task Answer(HttpContext context) => AnswerAsync(context, promptTokens: 50);

    private static async Task AnswerAsync(HttpContext context, int promptTokens)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["x-ziggie-model"] = "tiny-1";
        context.Response.Headers["x-ziggie-backend"] = "one";
        context.Response.Headers["x-ziggie-queue-ms"] = "12";
        string[] events =
        [
            "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
            .. Enumerable.Repeat("{\"choices\":[{\"delta\":{\"content\":\"word \"}}]}", 3),
            $"{{\"choices\":[],\"usage\":{{\"prompt_tokens\":{promptTokens},\"completion_tokens\":5}}}}",
            "[DONE]",
        ];
        foreach (var data in events)
        {
            await context.Response.WriteAsync($": ping\n\ndata: {data}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }
}
