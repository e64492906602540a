using Ziggie.Cli;

namespace Ziggie.Tests.Cli;

/// <summary>Which key goes where, and what failures look like.</summary>
public sealed class ConnectionTests : CliTestBase
{
    private const string NoKeys = """{"items":[],"next":null}""";

    [Fact]
    public async Task The_key_comes_from_option_variable_or_the_data_directory()
    {
        Server.On("GET /api/keys", NoKeys);
        Directory.CreateDirectory(Cli.Data);
        await File.WriteAllTextAsync(Path.Join(Cli.Data, "cli.key"), "zk-own\n", TestContext.Current.CancellationToken);

        await Cli.RunAsync("keys", "--key", "zk-option");
        Assert.Equal("Bearer zk-option", Server.Last.Authorization);
        await Cli.RunAsync("keys");
        Assert.Equal("Bearer zk-test", Server.Last.Authorization);
        Cli.Environment.Remove("ZIGGIE_KEY");
        await Cli.RunAsync("keys");
        Assert.Equal("Bearer zk-own", Server.Last.Authorization);
    }

    [Theory]
    [InlineData("http://192.0.2.1:1", null)]
    [InlineData("http://evil.example", null)]
    [InlineData("http://127.0.0.1.evil.example", null)]
    [InlineData("http://127.0.0.1:7", "zk-own")]
    [InlineData("http://localhost:7", "zk-own")]
    [InlineData("http://10.0.0.5:54112", "zk-own")]
    public void The_key_of_the_data_directory_goes_to_its_own_control_center_only(string url, string? expected)
    {
        Directory.CreateDirectory(Cli.Data);
        File.WriteAllText(Path.Join(Cli.Data, "cli.key"), "zk-own\n");
        File.WriteAllText(Path.Join(Cli.Data, "cli.url"), "http://10.0.0.5:54112\n");
        var host = new CliHost { In = TextReader.Null, Out = TextWriter.Null, Error = TextWriter.Null, Environment = new Dictionary<string, string>(), HomeDirectory = Cli.Home, WorkingDirectory = Cli.Home };

        Assert.Equal(expected, Ziggie.Cli.Http.Connection.Find(host, url, null, Cli.Data).Key);
        Assert.Equal("http://10.0.0.5:54112", Ziggie.Cli.Http.Connection.Find(host, null, null, Cli.Data).ToString());
    }

    [Fact]
    public async Task Nothing_there_exits_5_and_says_how_to_start()
    {
        await Server.DisposeAsync();

        var result = await Cli.RunAsync("status");

        Assert.Equal(ExitCode.NotReachable, result.Code);
        Assert.Equal($"Ziggie is not reachable at {Server.Url} (nothing listens there). Start it with: ziggie up. Running elsewhere? Name it with --url or ZIGGIE_URL.", result.Error.Trim());
        Assert.Empty(result.Out);
    }

    [Theory]
    [InlineData(401, ExitCode.NotAllowed)]
    [InlineData(403, ExitCode.NotAllowed)]
    [InlineData(409, ExitCode.Failure)]
    [InlineData(500, ExitCode.Failure)]
    public async Task A_refusal_shows_what_the_server_says(int status, int expected)
    {
        Server.On("GET /api/keys", """{"title":"No","status":1,"detail":"since it is so","code":"x","errors":{"name":["too long","too odd"],"role":["unknown"]}}""", status, "application/problem+json");

        var result = await Cli.RunAsync("keys", "--json");

        Assert.Equal(expected, result.Code);
        Assert.StartsWith("No: since it is so\n  name: too long\n  name: too odd\n  role: unknown", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public async Task Without_a_key_a_401_says_how_to_give_one()
    {
        Cli.Environment.Remove("ZIGGIE_KEY");
        Server.On("GET /api/keys", "", 401);

        var result = await Cli.RunAsync("keys");

        Assert.Equal(ExitCode.NotAllowed, result.Code);
        Assert.Contains("give one with --key or ZIGGIE_KEY, or run this as the user who runs the control center", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_server_at_that_address_is_told_apart()
    {
        Server.On("GET /api/keys", "<html>hello</html>", type: "text/html");

        var result = await Cli.RunAsync("keys");

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.Contains("text/html that is no JSON. Is that Ziggie?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_key()
    {
        Server.On("GET /api/keys", context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });

        Assert.Equal(ExitCode.Failure, (await Cli.RunAsync("keys")).Code);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("127.0.0.1:54112")]
    [InlineData("ftp://h")]
    [InlineData("http://")]
    public async Task An_address_that_is_none_is_a_usage_error(string url)
    {
        var result = await Cli.RunAsync("status", "--url", url);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("is no address; write it as http://HOST:PORT.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_verb_with_130()
    {
        var asked = new TaskCompletionSource();
        Server.On("GET /api/keys", async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var running = Cli.RunAsync("keys");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(Cli.Interrupts.Raise());

        Assert.Equal((ExitCode.Interrupted, "Interrupted."), (await running) is var r ? (r.Code, r.Error.Trim()) : default);
        Assert.False(Cli.Interrupts.Raise());
    }
}
