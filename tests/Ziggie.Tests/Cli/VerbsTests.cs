using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ziggie.Cli;

namespace Ziggie.Tests.Cli;

/// <summary>What each verb sends and shows.</summary>
public sealed class VerbsTests : CliTestBase
{
    private const string Backends = """
        {"items":[{"name":"local","type":"ollama","url":"http://127.0.0.1:11434","status":"online","version":"0.12.11","latencyMs":2.25,"models":["a","b"],"maxConcurrency":4,"new":{"x":1}},
        {"name":"far","type":"openai","url":"http://10.0.0.1/v1","status":"offline","version":null,"latencyMs":null,"models":0,"reason":{"code":"x","message":"connection refused"}}],"next":null}
        """;

    [Fact]
    public async Task Backends_are_listed_as_a_table_without_colours_when_piped()
    {
        Server.On("GET /api/backends", Backends);

        var result = await Cli.RunAsync("backends");

        Assert.Equal(0, result.Code);
        Assert.Equal(
            """
            NAME   TYPE    STATUS   VERSION  LATENCY  MODELS  URL                     REASON
            local  ollama  online   0.12.11   2.3 ms       2  http://127.0.0.1:11434
            far    openai  offline                         0  http://10.0.0.1/v1      connection refused
            """, result.Out.ReplaceLineEndings("\n").TrimEnd());
        Assert.DoesNotContain('\e', result.Out);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Colours_are_for_terminals_whose_user_has_not_asked_for_none(bool noColor, bool coloured)
    {
        Server.On("GET /api/backends", Backends);
        Cli.OutIsTerminal = true;
        if (noColor) Cli.Environment["NO_COLOR"] = "1";

        Assert.Equal(coloured, (await Cli.RunAsync("backends")).Out.Contains('\e', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("backends", "/api/backends")]
    [InlineData("models", "/api/llm/models")]
    [InlineData("keys", "/api/keys")]
    [InlineData("users", "/api/users")]
    [InlineData("usage", "/api/usage")]
    [InlineData("logs", "/api/logs")]
    public async Task With_json_stdout_has_the_servers_data_and_nothing_else(string verb, string path)
    {
        Server.On($"GET {path}", """{"items":[{"name":"é","odd":[1,{"a":null}]}],"next":null}""");

        var result = await Cli.RunAsync(verb, "--json");

        Assert.Equal(0, result.Code);
        Assert.True(JsonElement.DeepEquals(Json("""{"items":[{"name":"é","odd":[1,{"a":null}]}],"next":null}"""), Json(result.Out)));
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("backends", "/api/backends", "ziggie backends add")]
    [InlineData("models", "/api/llm/models", "ziggie backends add")]
    [InlineData("keys", "/api/keys", "ziggie keys create")]
    [InlineData("usage", "/api/usage", "No requests")]
    [InlineData("audit", "/api/audit", "Nothing was recorded")]
    public async Task An_empty_list_says_the_next_step_on_stderr(string verb, string path, string expected)
    {
        Server.On($"GET {path}", """{"items":[],"next":null}""");

        var result = await Cli.RunAsync(verb);

        Assert.Equal((0, ""), (result.Code, result.Out));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_health_and_backends_also_when_not_well()
    {
        Server.On("GET /health", """{"status":"degraded","version":"0.1.0","troubles":["disk full"]}""", 503);
        Server.On("GET /api/llm/status", $$"""{"status":"degraded","backends":{{Json(Backends).GetProperty("items")}}}""");

        var text = await Cli.RunAsync("status");
        var json = await Cli.RunAsync("status", "--json");

        Assert.Equal(0, text.Code);
        Assert.StartsWith($"Ziggie 0.1.0 at {Server.Url}: degraded\n  disk full\nModels: degraded\nNAME", text.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("degraded", Json(json.Out).GetProperty("health").GetProperty("status").GetString());
        Assert.Equal(2, Json(json.Out).GetProperty("llm").GetProperty("backends").GetArrayLength());
    }

    [Fact]
    public async Task A_backend_is_added_edited_tested_and_removed()
    {
        Server.On("POST /api/backends", """{"name":"local"}""", 201)
            .On("PATCH /api/backends/a%20b", "{}")
            .On("PATCH /api/backends/a b", "{}")
            .On("POST /api/backends/local/test", """{"ok":false,"status":"offline","reason":{"code":"x","message":"refused"}}""")
            .On("DELETE /api/backends/local", "", 204);
        Cli.Input = "sk-secret\n";

        var added = await Cli.RunAsync("backends", "add", "local", "http://h:1", "--type", "ollama", "--role", "fast,code", "--role", "x", "--max-concurrency", "8", "--api-key", "-");
        Assert.Equal((0, ""), (added.Code, added.Out));
        Assert.True(JsonElement.DeepEquals(Json("""{"type":"ollama","apiKey":"sk-secret","roles":["fast","code","x"],"maxConcurrency":8,"name":"local","url":"http://h:1"}"""), Json(Server.Last.Body)));

        await Cli.RunAsync("backends", "edit", "a b", "--priority", "2", "--max-concurrency", "none");
        Assert.Equal("""{"maxConcurrency":null,"priority":2}""", Server.Last.Body);

        var tested = await Cli.RunAsync("backends", "test", "local");
        Assert.Equal(1, tested.Code);
        Assert.Equal("local is offline: refused", tested.Out.Trim());

        var removed = await Cli.RunAsync("backends", "rm", "local", "--json");
        Assert.Equal("local", Json(removed.Out).GetProperty("removed").GetString());
    }

    [Fact]
    public async Task A_backend_without_an_address_is_asked_for_it()
    {
        var result = await Cli.RunAsync("backends", "add", "local", "--type", "ollama");

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("--url names the control center", result.Error, StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_new_key_is_alone_on_stdout()
    {
        Server.On("POST /api/keys", """{"id":"k1","name":"app","key":"zk-new"}""", 201);

        var result = await Cli.RunAsync("keys", "create", "app", "--scope", "models", "--model", "a,b", "--rpm", "60", "--tpm", "200k", "--monthly-tokens", "1M", "--expires", "2030-01-31");

        Assert.Equal((0, "zk-new" + System.Environment.NewLine), (result.Code, result.Out));
        Assert.Equal("""{"scopes":["models"],"models":["a","b"],"requestsPerMinute":60,"tokensPerMinute":200000,"monthlyTokens":1000000,"expiresAt":"2030-01-31T00:00:00Z","name":"app"}""", Server.Last.Body);
    }

    [Fact]
    public async Task Keys_are_found_by_name_across_pages()
    {
        Server.On("GET /api/keys", async context => await context.Response.WriteAsync(
            context.Request.Query["cursor"] == "2" ? """{"items":[{"id":"k9","name":"App"},{"id":"x1","name":"twin"},{"id":"x2","name":"twin"}],"next":null}""" : """{"items":[{"id":"k1","name":"other"}],"next":"2"}"""));
        Server.On("DELETE /api/keys/k9", "", 204).On("DELETE /api/keys/x1", "", 204);

        Assert.Equal(0, (await Cli.RunAsync("keys", "rm", "app")).Code);
        Assert.Equal("DELETE /api/keys/k9", Server.Last.Line);
        Assert.Contains("There is no key \"ap\". Did you mean App?", (await Cli.RunAsync("keys", "rm", "ap")).Error, StringComparison.Ordinal);
        Assert.Contains("name one by its id: x1, x2", (await Cli.RunAsync("keys", "rm", "twin")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("keys", "rm", "x1")).Code);
    }

    [Fact]
    public async Task Users_are_added_changed_and_given_passwords_from_stdin()
    {
        Server.On("POST /api/users", """{"id":"u1"}""", 201).On("GET /api/users", """{"items":[{"id":"u1","username":"vera","role":"member","disabled":true}]}""").On("PATCH /api/users/u1", "{}");
        Cli.Input = "looks-only-77\n";

        Assert.Equal(0, (await Cli.RunAsync("users", "add", "vera")).Code);
        Assert.Equal("""{"username":"vera","role":"member","password":"looks-only-77"}""", Server.Last.Body);
        await Cli.RunAsync("users", "edit", "vera", "--role", "viewer", "--disable");
        Assert.Equal("""{"role":"viewer","disabled":true}""", Server.Last.Body);
        await Cli.RunAsync("users", "password", "Vera");
        Assert.Equal("""{"password":"looks-only-77"}""", Server.Last.Body);
        Assert.Contains("vera  member  yes", (await Cli.RunAsync("users")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_has_a_bar_a_total_and_asks_for_the_range()
    {
        Server.On("GET /api/usage", """
            {"totals":{"requests":1500,"errors":3,"promptTokens":30000,"completionTokens":10000,"cachedTokens":0,"cost":1.5},
             "items":[{"group":"llama","requests":1000,"errors":1,"promptTokens":20000,"completionTokens":10000,"cachedTokens":0,"cost":1.5,"p50TotalMs":120.4},
                      {"group":"qwen","requests":500,"errors":2,"promptTokens":10000,"completionTokens":0,"cachedTokens":0,"cost":0}]}
            """);

        var result = await Cli.RunAsync("usage", "--from", "2026-01-01", "--to", "2026-02-01T12:00:00Z", "--by", "model");

        Assert.Equal("GET /api/usage?from=2026-01-01T00%3A00%3A00Z&groupBy=model&to=2026-02-01T12%3A00%3A00Z", Server.Last.Line);
        var lines = result.Out.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.EndsWith(new string('█', 20), lines[1], StringComparison.Ordinal);
        Assert.EndsWith("██████▋", lines[2], StringComparison.Ordinal);
        Assert.Matches(@"^total\s+1,500\s+3\s+30,000\s+10,000\s+0\s+1\.50$", lines[3]);
        Assert.Contains("--from takes a date", (await Cli.RunAsync("usage", "--from", "yesterday")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_gathers_pages_up_to_the_limit()
    {
        Server.On("GET /api/audit", async context => await context.Response.WriteAsync(
            context.Request.Query["cursor"] == "2" ? """{"items":[{"actor":"b","outcome":"denied"}],"next":"3"}""" : """{"items":[{"at":"2026-01-01T00:00:00Z","actor":"a","action":"auth.login","outcome":"ok"}],"next":"2"}"""));

        var json = await Cli.RunAsync("audit", "-n", "2", "--json");

        Assert.Equal(["a", "b"], Json(json.Out).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("actor").GetString()));
        Assert.Contains("2026-01-01 00:00:00Z  a      auth.login", (await Cli.RunAsync("audit", "-n", "2")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_are_followed_until_the_server_ends()
    {
        Server.On("GET /api/logs", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(": ping\n\ndata: {\"time\":\"2026-01-01T00:00:00Z\",\"level\":\"warning\",\"source\":\"Ziggie.X\",\"message\":\"mind \\u001b[31mthe gap\"}\n\n");
        });

        var text = await Cli.RunAsync("logs", "-f", "--tail", "5");
        var json = await Cli.RunAsync("logs", "-f", "--json");

        Assert.Equal("GET /api/logs?tail=5&follow=true", Server.Requests.First().Line);
        Assert.Equal("2026-01-01 00:00:00Z warning     Ziggie.X: mind [31mthe gap", text.Out.TrimEnd());
        Assert.Equal((1, "The control center ended the log: it stopped, or the connection broke."), (text.Code, text.Error.Trim()));
        Assert.Equal("warning", Json(json.Out).GetProperty("level").GetString());
    }

    [Fact]
    public async Task A_backup_is_whole_or_not_there()
    {
        var target = Path.Join(Cli.Home, "z.backup");
        Server.On("GET /api/backup", async context =>
        {
            context.Response.ContentLength = 10;
            await context.Response.WriteAsync("12345");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        var broken = await Cli.RunAsync("backup", "z.backup");
        Assert.NotEqual(0, broken.Code);
        Assert.NotEmpty(broken.Error);
        Assert.Empty(Directory.GetFiles(Cli.Home));

        Server.On("GET /api/backup", "0123456789", type: "application/octet-stream");
        var whole = await Cli.RunAsync("backup", "z.backup", "--json");
        Assert.Equal(10, Json(whole.Out).GetProperty("bytes").GetInt64());
        Assert.Equal("0123456789", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));

        Assert.Contains("is there already", (await Cli.RunAsync("backup", "z.backup")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("backup", "z.backup", "--force")).Code);
        Assert.Equal(0, (await Cli.RunAsync("backup", "other", "--offline")).Code);
        Assert.IsType<Ziggie.Cli.FileOptions>(Cli.Local.Asked);
    }
}
