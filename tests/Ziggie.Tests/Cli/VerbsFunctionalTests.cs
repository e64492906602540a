using System.Text.Json;
using Ziggie.Simulator;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Cli;

/// <summary>Every verb that talks to a control center: what it does, its data on stdout, its exit code.</summary>
public sealed class VerbsFunctionalTests(WholeCli cli) : IClassFixture<WholeCli>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Status_tells_health_and_backends()
    {
        await using var backend = await cli.BackendAsync(Dialect.Ollama);

        var text = await cli.RunAsync("status");
        var json = await cli.JsonAsync("status");

        Assert.Equal(0, text.Code);
        Assert.Contains($"at {cli.Ziggie.Url.ToString().TrimEnd('/')}: healthy", text.Out, StringComparison.Ordinal);
        Assert.Contains(backend.Name, text.Out, StringComparison.Ordinal);
        Assert.Equal("healthy", json.GetProperty("health").GetProperty("status").GetString());
        Assert.Contains(json.GetProperty("llm").GetProperty("backends").EnumerateArray(), b => b.GetProperty("name").GetString() == backend.Name);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_backend_is_added_tested_changed_listed_and_removed()
    {
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Models = ["from-the-cli"], ApiKey = "upstream" }, Cancel);

        Assert.Equal(0, (await cli.PipeAsync("upstream\n", "backends", "add", "by-cli", $"{server.Url}v1", "--type", "openai", "--role", "fast", "--api-key", "-")).Code);
        Assert.True((await cli.JsonAsync("backends", "test", "by-cli")).GetProperty("ok").GetBoolean());
        Assert.Equal(7, (await cli.JsonAsync("backends", "edit", "by-cli", "--max-concurrency", "7")).GetProperty("maxConcurrency").GetInt32());
        Assert.Contains(Answer.Items(await cli.JsonAsync("models")), m => m.GetProperty("name").GetString() == "from-the-cli");
        var listed = Answer.Items(await cli.JsonAsync("backends")).Single(b => b.GetProperty("name").GetString() == "by-cli");
        Assert.Equal(("online", 7), (listed.GetProperty("status").GetString(), listed.GetProperty("maxConcurrency").GetInt32()));
        server.Fault = Fault.Parse("500 everywhere");
        var broken = await cli.RunAsync("backends", "test", "by-cli");
        Assert.Equal(1, broken.Code);
        Assert.Contains("by-cli is offline", broken.Out, StringComparison.Ordinal);
        Assert.Equal("by-cli", (await cli.JsonAsync("backends", "rm", "by-cli")).GetProperty("removed").GetString());
        var gone = await cli.RunAsync("backends", "rm", "by-cli");
        Assert.Equal((1, ""), (gone.Code, gone.Out));
        Assert.Contains("by-cli", gone.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Chat_answers_a_question_from_arguments_a_pipe_or_both()
    {
        await using var backend = await cli.BackendAsync(Dialect.Anthropic);

        var asked = await cli.RunAsync("chat", "--model", backend.Model, "[[say:from", "the arguments]]");
        var piped = await cli.PipeAsync("[[say:from the pipe]]\n", "chat", "-m", backend.Model);
        var both = await cli.PipeAsync("[[say:both]]", "chat", "-m", backend.Model, "Answer this:");
        var json = await cli.JsonAsync("chat", "-m", backend.Model, "-s", "Be brief.", "[[think:hm]] [[say:Grüße 🙂]]");

        Assert.Equal((0, "from the arguments\n", ""), (asked.Code, asked.Out.ReplaceLineEndings("\n"), asked.Errors));
        Assert.Equal((0, "from the pipe\n"), (piped.Code, piped.Out.ReplaceLineEndings("\n")));
        Assert.Equal((0, "both\n"), (both.Code, both.Out.ReplaceLineEndings("\n")));
        Assert.Equal(("Grüße 🙂", "hm", "stop", backend.Name), (json.GetProperty("content").GetString(), json.GetProperty("thinking").GetString(), json.GetProperty("finishReason").GetString(), json.GetProperty("backend").GetString()));
        Assert.True(json.GetProperty("usage").GetProperty("completion_tokens").GetInt32() > 0);
        Assert.Contains(backend.Server.Requests, r => r.BodyText.Contains("Be brief.", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Chat_fails_with_the_reason_on_stderr()
    {
        await using var broken = await cli.BackendAsync(Dialect.OpenAi, "drop after=2");

        var unknown = await cli.RunAsync("chat", "-m", broken.Model + "x", "Hello");
        var cut = await cli.RunAsync("chat", "-m", broken.Model, "[[say:one two three four five]] [[gap:30]]");
        var nothing = await cli.RunAsync("chat", "-m", broken.Model);

        Assert.Equal((1, ""), (unknown.Code, unknown.Out));
        Assert.Contains(broken.Model, unknown.Errors, StringComparison.Ordinal);
        Assert.Equal(1, cut.Code);
        Assert.StartsWith("one", cut.Out, StringComparison.Ordinal);
        Assert.Contains(broken.Name, cut.Errors, StringComparison.Ordinal);
        Assert.Equal(2, nothing.Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_key_is_made_used_changed_listed_and_deleted()
    {
        var made = await cli.RunAsync("keys", "create", "cli-app", "--scope", "models,read", "--rpm", "60", "--expires", "30d");
        Assert.Equal(0, made.Code);
        var key = made.Out.Trim();
        Assert.StartsWith("zk-", key, StringComparison.Ordinal);

        Assert.Equal(0, (await cli.RunAsync("status", "--key", key)).Code);
        var refused = await cli.RunAsync("users", "--key", key);
        Assert.Equal((6, ""), (refused.Code, refused.Out));
        Assert.Equal(120, (await cli.JsonAsync("keys", "edit", "cli-app", "--rpm", "120")).GetProperty("requestsPerMinute").GetInt32());
        var listed = Answer.Items(await cli.JsonAsync("keys")).Single(k => k.GetProperty("name").GetString() == "cli-app");
        Assert.False(listed.TryGetProperty("key", out _));
        Assert.Equal(0, (await cli.RunAsync("keys", "rm", "cli-app")).Code);
        var gone = await cli.RunAsync("status", "--key", key);
        Assert.Equal(6, gone.Code);
        Assert.Contains("--key", gone.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_user_is_added_changed_given_a_password_listed_and_removed()
    {
        Assert.Equal("member", (await cli.PipeJsonAsync("looks-only-77\n", "users", "add", "vera")).GetProperty("role").GetString());
        await cli.Ziggie.SignInAsync("vera", "looks-only-77", Cancel);
        Assert.Equal(0, (await cli.PipeAsync("looks-only-78\n", "users", "password", "vera")).Code);
        await cli.Ziggie.SignInAsync("vera", "looks-only-78", Cancel);
        Assert.Equal("viewer", (await cli.JsonAsync("users", "edit", "vera", "--role", "viewer")).GetProperty("role").GetString());
        var listed = Answer.Items(await cli.JsonAsync("users")).Single(u => u.GetProperty("username").GetString() == "vera");
        Assert.Equal("viewer", listed.GetProperty("role").GetString());
        Assert.Equal(1, (await cli.PipeAsync("short\n", "users", "add", "nora")).Code);
        Assert.Equal("vera", (await cli.JsonAsync("users", "rm", "vera")).GetProperty("removed").GetString());
        await Assert.ThrowsAsync<HttpRequestException>(() => cli.Ziggie.SignInAsync("vera", "looks-only-78", Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task Usage_counts_what_was_asked()
    {
        await using var backend = await cli.BackendAsync(Dialect.OpenAi);
        await cli.RunAsync("chat", "-m", backend.Model, "[[say:one two three]]");

        var json = await cli.JsonAsync("usage", "--by", "backend", "--from", "1h");
        var text = await cli.RunAsync("usage", "--by", "backend");
        var wrong = await cli.RunAsync("usage", "--by", "weather");

        var own = Answer.Items(json).Single(i => i.GetProperty("group").GetString() == backend.Name);
        Assert.Equal((1, 3), (own.GetProperty("requests").GetInt32(), own.GetProperty("completionTokens").GetInt32()));
        Assert.True(json.GetProperty("totals").GetProperty("requests").GetInt32() >= 1);
        Assert.Contains(backend.Name, text.Out, StringComparison.Ordinal);
        Assert.Equal((2, ""), (wrong.Code, wrong.Out));
    }

    [Fact(Timeout = 60_000)]
    public async Task Audit_shows_who_did_what()
    {
        await cli.RunAsync("keys", "create", "audited");

        var newest = Answer.Items(await cli.JsonAsync("audit", "-n", "50")).First(e => e.GetProperty("target").GetString() == "audited");
        var text = await cli.RunAsync("audit");

        Assert.Equal(("key.create", "ok"), (newest.GetProperty("action").GetString(), newest.GetProperty("outcome").GetString()));
        Assert.Contains("key.create", text.Out, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Logs_are_shown_and_followed_until_interrupted()
    {
        Assert.NotEmpty(Answer.Items(await cli.JsonAsync("logs")));
        using var following = ZiggieProcess.Launch(["logs", "--follow", "--tail", "5", "--json"], new Dictionary<string, string> { ["ZIGGIE_DATA"] = cli.Ziggie.DataPath });
        try
        {
            using var first = JsonDocument.Parse(await following.StandardOutput.ReadLineAsync(Cancel) ?? "");
            Assert.NotEqual("", first.RootElement.GetProperty("message").GetString());

            ZiggieProcess.Interrupt(following);

            await following.WaitForExitAsync(Cancel);
            Assert.Equal(0, following.ExitCode);
        }
        finally
        {
            if (!following.HasExited) following.Kill();
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("status")]
    [InlineData("backends")]
    [InlineData("models")]
    [InlineData("chat", "Hello")]
    [InlineData("keys")]
    [InlineData("users")]
    [InlineData("usage")]
    [InlineData("audit")]
    [InlineData("logs")]
    [InlineData("backup", "never-written")]
    public async Task Where_nothing_listens_the_exit_code_is_5_and_where_the_key_is_wrong_6(params string[] verb)
    {
        var away = await cli.RunAsync([.. verb, "--json", "--url", $"http://127.0.0.1:{ZiggieProcess.FreePort()}"]);
        var wrong = await cli.RunAsync([.. verb, "--json", "--key", "zk-wrong"]);

        Assert.Equal((5, "", 6, ""), (away.Code, away.Out, wrong.Code, wrong.Out));
        Assert.Contains("ziggie up", away.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(cli.Ziggie.Folder, "never-written")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("no-such-verb")]
    [InlineData("status", "--no-such-option")]
    [InlineData("backends", "add", "only-a-name", "--type", "ollama")]
    [InlineData("keys", "create")]
    [InlineData("config")]
    [InlineData("status", "--url", "nowhere")]
    public async Task What_cannot_be_meant_is_2_and_says_where_to_look(params string[] arguments)
    {
        var result = await cli.RunAsync(arguments);

        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.NotEqual("", result.Errors);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("up")]
    [InlineData("status")]
    [InlineData("backends")]
    [InlineData("models")]
    [InlineData("chat")]
    [InlineData("keys")]
    [InlineData("users")]
    [InlineData("usage")]
    [InlineData("audit")]
    [InlineData("logs")]
    [InlineData("simulate")]
    [InlineData("config", "validate")]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("migrate")]
    public async Task Help_has_a_purpose_and_examples(params string[] verb)
    {
        var result = await cli.RunAsync([.. verb, "--help"]);

        Assert.Equal((0, ""), (result.Code, result.Errors));
        Assert.Contains($"ziggie {string.Join(' ', verb)}", result.Out, StringComparison.Ordinal);
        Assert.Contains("Examples", result.Out, StringComparison.OrdinalIgnoreCase);
    }
}
