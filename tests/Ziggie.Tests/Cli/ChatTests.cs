using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ziggie.Cli;

namespace Ziggie.Tests.Cli;

/// <summary>One question, a pipe, a conversation.</summary>
public sealed class ChatTests : CliTestBase
{
    private static readonly string[] s_reply =
    [
        """{"model":"llama3.2:3b","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""",
        """{"choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]}""",
        """{"choices":[{"index":0,"delta":{"content":"Hé"}}]}""",
        """{"choices":[{"index":0,"delta":{"content":"llo"},"finish_reason":"stop"}]}""",
        """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}""",
        "[DONE]",
    ];

    [Fact]
    public async Task A_question_from_arguments_is_answered_on_stdout_alone()
    {
        Server.OnChat(s_reply);

        var result = await Cli.RunAsync("chat", "Why", "so?", "--model", "m", "--system", "Be brief");

        Assert.Equal((0, "Héllo\n", ""), (result.Code, result.Out, result.Error));
        Assert.Equal("""{"messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Why so?"}],"stream":true,"stream_options":{"include_usage":true},"model":"m"}""", Server.Last.Body);
    }

    [Theory]
    [InlineData("some text\n", "summarise", "summarise\n\nsome text")]
    [InlineData("a question\n", null, "a question")]
    public async Task A_pipe_is_the_question_or_goes_with_it(string piped, string? argument, string expected)
    {
        Server.OnChat(s_reply);
        Cli.Input = piped;

        await Cli.RunAsync(argument is null ? ["chat"] : ["chat", argument]);

        Assert.Equal(expected, Json(Server.Last.Body).GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.False(Json(Server.Last.Body).TryGetProperty("model", out _));
    }

    [Fact]
    public async Task After_two_dashes_text_may_begin_with_one()
    {
        Server.OnChat(s_reply);

        Assert.Equal(0, (await Cli.RunAsync("chat", "--", "--what is this?")).Code);
        Assert.Contains("--what is this?", Server.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_pipe_and_no_words_are_a_usage_error()
    {
        Assert.Equal(ExitCode.Usage, (await Cli.RunAsync("chat")).Code);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task With_json_the_reply_is_one_object()
    {
        Server.OnChat(s_reply);

        var result = await Cli.RunAsync("chat", "hi", "--json");

        var reply = Json(result.Out);
        Assert.Equal(("llama3.2:3b", "Héllo", "hm", "stop"), (reply.GetProperty("model").GetString(), reply.GetProperty("content").GetString(), reply.GetProperty("thinking").GetString(), reply.GetProperty("finishReason").GetString()));
        Assert.Equal(2, reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("The reply broke off before its end.", """{"choices":[{"delta":{"content":"Hel"}}]}""")]
    [InlineData("backend died", """{"choices":[{"delta":{"content":"Hel"}}]}""", """{"error":{"message":"backend died","type":"x"}}""", "[DONE]")]
    [InlineData("sent something that is no JSON", """{"choices":[{"delta":{"content":"Hel"}}]}""", "{")]
    public async Task A_reply_that_fails_midway_keeps_its_beginning_and_exits_1(string expected, params string[] events)
    {
        Server.OnChat(events);

        var result = await Cli.RunAsync("chat", "hi");

        Assert.Equal((1, "Hel\n"), (result.Code, result.Out));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_model_is_told_in_the_servers_words()
    {
        Server.On("POST /api/llm/chat", """{"error":{"message":"There is no model x. Nearest: y.","type":"invalid_request_error"}}""", 404);

        var result = await Cli.RunAsync("chat", "hi", "-m", "x");

        Assert.Equal((1, "There is no model x. Nearest: y."), (result.Code, result.Error.Trim()));
    }

    [Fact]
    public async Task A_conversation_remembers_until_cleared_and_can_be_saved()
    {
        Server.OnChat(s_reply).On("GET /api/llm/models", """{"items":[{"name":"small"},{"name":"large"}]}""");
        Cli.InIsTerminal = true;
        Cli.Input = "first\n\"\"\"\ntwo\nlines\"\"\"\nand \\\nmore\n/save talk.md\n/clear\n/model larg\n/modle\nlast\n/bye\n";

        var result = await Cli.RunAsync("chat", "--system", "S");

        Assert.Equal(0, result.Code);
        var asked = Server.Requests.Where(r => r.Line.StartsWith("POST", StringComparison.Ordinal)).Select(r => Json(r.Body)).ToList();
        Assert.Equal(["S", "first"], Contents(asked[0]));
        Assert.Equal(["S", "first", "Héllo", "two\nlines"], Contents(asked[1], skipNewline: true));
        Assert.Equal(["S", "first", "Héllo", "two\nlines", "Héllo", "and \nmore"], Contents(asked[2], skipNewline: true));
        Assert.Equal(["S", "last"], Contents(asked[3]));
        Assert.Equal("larg", asked[3].GetProperty("model").GetString());
        Assert.Contains("did you mean large?", result.Error, StringComparison.Ordinal);
        Assert.Contains("There is no /modle. Did you mean /model?", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("## system\n\nS\n\n## user\n\nfirst\n\n## assistant\n\nHéllo\n\n", await File.ReadAllTextAsync(Path.Join(Cli.Home, "talk.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_reply_and_not_the_conversation()
    {
        var aborted = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var replies = 0;
        Server.On("POST /api/llm/chat", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"choices\":[{\"delta\":{\"content\":\"part\"}}]}\n\n");
            await context.Response.Body.FlushAsync();
            if (Interlocked.Increment(ref replies) == 1)
            {
                context.RequestAborted.Register(() => aborted.TrySetResult());
                begun.SetResult();
                await aborted.Task;
                return;
            }
            await context.Response.WriteAsync("data: [DONE]\n\n");
        });
        using var typed = new TypedReader();
        Cli.In = typed;
        Cli.InIsTerminal = true;
        var running = Task.Run(() => Cli.RunAsync("chat"), TestContext.Current.CancellationToken); // reading a line blocks
        typed.Type("one");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(Cli.Interrupts.Raise());
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        typed.Type("two");
        typed.Type("/bye");
        var result = await running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(0, result.Code);
        Assert.Contains("Stopped.", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, replies);
        Assert.Equal("two", Contents(Json(Server.Last.Body))[^1]);
    }

    [Fact]
    public async Task What_a_model_says_cannot_steer_the_terminal()
    {
        Server.OnChat("""{"choices":[{"delta":{"content":"a\u001b[2Jb\u0007"}}]}""", "[DONE]");
        Cli.OutIsTerminal = true;
        Cli.Environment["NO_COLOR"] = "1";

        Assert.Equal("a[2Jb\n", (await Cli.RunAsync("chat", "hi")).Out);
    }

    private static List<string?> Contents(JsonElement body, bool skipNewline = false) =>
        [.. body.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("content").GetString() is var c && skipNewline ? c!.TrimStart('\n') : c)];

    /// <summary>Lines come when they are typed, not before.</summary>
    private sealed class TypedReader : TextReader
    {
        private readonly BlockingCollection<string> _lines = [];

        public void Type(string line) => _lines.Add(line);

        public override string? ReadLine() => _lines.TryTake(out var line, TimeSpan.FromSeconds(60)) ? line : null;

        protected override void Dispose(bool disposing)
        {
            if (disposing) _lines.Dispose();
            base.Dispose(disposing);
        }
    }
}
