using System.Text;

namespace Ziggie.Tests.Cli;

/// <summary>What <c>ziggie models</c> sends and shows.</summary>
public sealed class ModelsVerbTests : CliTestBase
{
    private const string Pulled = """
        {"status":"pulling manifest"}
        {"status":"pulling aaaaaaaaaaaa","digest":"sha256:aaaaaaaaaaaa","total":1000,"completed":0}
        {"status":"pulling aaaaaaaaaaaa","digest":"sha256:aaaaaaaaaaaa","total":1000,"completed":340}
        {"status":"pulling aaaaaaaaaaaa","digest":"sha256:aaaaaaaaaaaa","total":1000,"completed":1000}
        {"status":"pulling bbbbbbbbbbbb","digest":"sha256:bbbbbbbbbbbb","total":10,"completed":10}
        {"status":"writing manifest"}
        {"status":"success"}

        """;

    [Fact]
    public async Task A_pull_tells_its_steps_in_plain_lines_where_there_is_no_terminal()
    {
        Server.On("POST /api/models/pull", Pulled, type: "application/x-ndjson");

        var result = await Cli.RunAsync("models", "pull", "tiny:1b");

        Assert.Equal((0, ""), (result.Code, result.Out));
        Assert.Equal(
            """
            pulling manifest
            pulling aaaaaaaaaaaa: 0% of 1000 B
            pulling aaaaaaaaaaaa: 30% of 1000 B
            pulling aaaaaaaaaaaa: 100% of 1000 B
            pulling bbbbbbbbbbbb: 100% of 10 B
            writing manifest
            Pulled tiny:1b.
            """, result.Error.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal("""{"model":"tiny:1b"}""", Server.Last.Body);
    }

    [Fact]
    public async Task On_a_terminal_each_file_has_a_bar()
    {
        Server.On("POST /api/models/pull", Pulled, type: "application/x-ndjson");
        Cli.ErrorIsTerminal = true;

        var result = await Cli.RunAsync("models", "pull", "tiny:1b");

        Assert.Equal(0, result.Code);
        Assert.Contains($"pulling aaaaaaaaaaaa  100% [{new string('█', 24)}] 1000 B of 1000 B", result.Error, StringComparison.Ordinal);
        Assert.Contains("\n\rpulling bbbbbbbbbbbb  100%", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_of_an_address_takes_its_digest_and_name_along_and_json_is_for_programs()
    {
        Server.On("POST /api/models/pull", "{\"status\":\"success\"}\n", type: "application/x-ndjson");

        var result = await Cli.RunAsync("models", "pull", "https://example.com/a.gguf", "--sha256", "abc", "--name", "mine", "--json");

        Assert.Equal(0, result.Code);
        Assert.Equal("""{"model":"https://example.com/a.gguf","sha256":"abc","name":"mine"}""", Server.Last.Body);
        Assert.Equal("success", Json(result.Out).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_pull_can_go_into_an_Ollama_backend_or_be_left_to_the_control_center()
    {
        Server.On("POST /api/pull", "{\"status\":\"success\"}\n", type: "application/x-ndjson");
        Server.On("POST /api/models/pull", """{"id":"1","model":"tiny:latest","state":"running"}""", status: 202);

        Assert.Equal(0, (await Cli.RunAsync("models", "pull", "tiny", "--backend", "far")).Code);
        Assert.Equal(("POST /api/pull", """{"model":"far/tiny"}"""), (Server.Last.Line, Server.Last.Body));

        var detached = await Cli.RunAsync("models", "pull", "tiny", "--detach");
        Assert.Equal("""{"model":"tiny","detach":true}""", Server.Last.Body);
        Assert.Contains("ziggie models pulls", detached.Error, StringComparison.Ordinal);

        Assert.Equal(2, (await Cli.RunAsync("models", "pull", "tiny", "--backend", "far", "--detach")).Code);
        Assert.Equal(2, (await Cli.RunAsync("models", "pull", "tiny", "--backend", "far", "--name", "x")).Code);
    }

    [Theory]
    [InlineData("{\"status\":\"pulling manifest\"}\n{\"error\":\"file does not exist\"}\n", "tiny was not pulled: file does not exist")]
    [InlineData("{\"status\":\"pulling manifest\"}\n", "the same command goes on with it")]
    [InlineData("<html>", "the same command goes on with it")]
    public async Task A_pull_that_fails_says_why(string answer, string says)
    {
        Server.On("POST /api/models/pull", answer, type: "application/x-ndjson");

        var result = await Cli.RunAsync("models", "pull", "tiny");

        Assert.Equal(1, result.Code);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_says_that_it_can_be_resumed()
    {
        var begun = new TaskCompletionSource();
        Server.On("POST /api/models/pull", async context =>
        {
            context.Response.ContentType = "application/x-ndjson";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("{\"status\":\"pulling manifest\"}\n"));
            await context.Response.Body.FlushAsync();
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var running = Cli.RunAsync("models", "pull", "tiny");
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(Cli.Interrupts.Raise());

        var result = await running;
        Assert.Equal(130, result.Code);
        Assert.Contains("the same command goes on with it", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pulls_are_listed_and_stopped()
    {
        Server.On("GET /api/models/pulls", """{"items":[{"id":"7","model":"tiny:latest","from":"x","state":"running","step":"pulling aa","total":2097152,"completed":1048576}],"next":null}""");
        Server.On("DELETE /api/models/pulls/7", "", status: 204);

        Assert.Equal(
            """
            ID  MODEL        STATE       DONE       OF  STEP
            7   tiny:latest  running  1.0 MiB  2.0 MiB  pulling aa
            """, (await Cli.RunAsync("models", "pulls")).Out.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal(0, (await Cli.RunAsync("models", "pulls", "stop", "7")).Code);
    }

    [Theory]
    [InlineData(null, """{"model":"tiny","stream":false}""")]
    [InlineData("5m", """{"model":"tiny","stream":false,"keep_alive":"5m"}""")]
    [InlineData("forever", """{"model":"tiny","stream":false,"keep_alive":-1}""")]
    [InlineData("0", """{"model":"tiny","stream":false,"keep_alive":0}""")]
    public async Task A_model_is_loaded_by_a_request_without_a_prompt(string? keepAlive, string body)
    {
        Server.On("POST /api/generate", """{"model":"tiny","done":true,"done_reason":"load"}""");

        var result = await Cli.RunAsync(["models", "load", "tiny", .. keepAlive is null ? Array.Empty<string>() : ["--keep-alive", keepAlive]]);

        Assert.Equal(0, result.Code);
        Assert.Equal(body, Server.Last.Body);
    }

    [Fact]
    public async Task A_model_is_unloaded_and_deleted()
    {
        Server.On("POST /api/generate", """{"model":"tiny","done":true,"done_reason":"unload"}""");
        Server.On("DELETE /api/delete", "");

        Assert.Equal(0, (await Cli.RunAsync("models", "unload", "tiny")).Code);
        Assert.Equal("""{"model":"tiny","stream":false,"keep_alive":0}""", Server.Last.Body);
        Assert.Equal(0, (await Cli.RunAsync("models", "rm", "engine/tiny")).Code);
        Assert.Equal("""{"model":"engine/tiny"}""", Server.Last.Body);
        Assert.Equal(2, (await Cli.RunAsync("models", "load", "tiny", "--keep-alive", "soon")).Code);
    }

    [Fact]
    public async Task What_is_in_memory_is_listed_with_its_place()
    {
        Server.On("GET /api/ps", """
            {"models":[{"name":"a","size":1073741824,"size_vram":1073741824,"context_length":4096,"expires_at":"9999-12-31T23:59:59Z"},
            {"name":"b","size":1000,"size_vram":250,"expires_at":"2001-01-01T00:00:00Z"},{"name":"c","size":1000,"size_vram":0}]}
            """);

        Assert.Equal(
            """
            NAME     SIZE  WHERE             CONTEXT  UNTIL
            a     1.0 GiB  GPU                 4,096  for ever
            b      1000 B  75% CPU, 25% GPU           now
            c      1000 B  CPU
            """, (await Cli.RunAsync("models", "ps")).Out.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task A_model_on_disk_is_shown_with_what_matters()
    {
        Server.On("GET /api/models/local/team/tiny:1b", """
            {"name":"team/tiny:1b","source":"store","size":1048576,"architecture":"llama","parameterSize":"1.2B","quantisation":"Q4_K_M","contextLength":131072,
            "capabilities":["completion","tools"],"memory":[{"context":4096,"total":1073741824}],"chatTemplate":"{{ messages }}","parameters":{"stop":["<end>"]},"metadata":{"general.architecture":"llama","general.name":"two\nlines"}}
            """);

        var shown = (await Cli.RunAsync("models", "show", "team/tiny:1b", "--context", "4096")).Out.ReplaceLineEndings("\n");

        Assert.Contains("Quantisation  Q4_K_M\n", shown, StringComparison.Ordinal);
        Assert.Contains("Memory        1.0 GiB at a context of 4,096\n", shown, StringComparison.Ordinal);
        Assert.Contains("Settings      stop [\"<end>\"]\n", shown, StringComparison.Ordinal);
        Assert.Contains("context=4096", Server.Last.Line, StringComparison.Ordinal);
        Assert.Equal("{{ messages }}", (await Cli.RunAsync("models", "show", "team/tiny:1b", "--template")).Out.Trim());
        Assert.Contains("general.name = two\\nlines", (await Cli.RunAsync("models", "show", "team/tiny:1b", "--metadata")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_a_backend_is_shown_as_that_tells_it()
    {
        Server.On("GET /api/models/local/far", """{"title":"Not found","status":404,"detail":"","code":"not_found"}""", status: 404);
        Server.On("POST /api/show", """{"details":{"family":"llama","parameter_size":"8B","quantization_level":"Q8_0"},"template":"{{ .Prompt }}"}""");

        var shown = (await Cli.RunAsync("models", "show", "far")).Out;

        Assert.Contains("Quantisation  Q8_0", shown, StringComparison.Ordinal);
        Assert.Equal("{{ .Prompt }}", (await Cli.RunAsync("models", "show", "far", "--template")).Out.Trim());
    }
}
