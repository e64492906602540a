using Ziggie.Cli;

namespace Ziggie.Tests.Cli;

/// <summary>Help, mistakes at the keyboard, and what local verbs are handed.</summary>
public sealed class CliAppTests : IDisposable
{
    private static readonly string[] s_verbs =
        ["up", "status", "chat", "models", "backends", "keys", "users", "usage", "audit", "logs", "ports", "simulate", "config", "backup", "restore", "migrate"];

    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Alone_it_shows_help_with_every_verb()
    {
        var result = await _cli.RunAsync();

        Assert.Equal(0, result.Code);
        Assert.All(s_verbs, v => Assert.Contains($"\n  {v} ", result.Out, StringComparison.Ordinal));
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--version", "--json")]
    public async Task It_tells_its_version(params string[] args)
    {
        var result = await _cli.RunAsync(args);

        Assert.Equal((0, CliApp.Version + System.Environment.NewLine), (result.Code, result.Out));
        Assert.Matches(@"^\d+\.\d+\.\d+", CliApp.Version);
    }

    [Fact]
    public async Task Every_verb_has_help_with_purpose_usage_and_examples()
    {
        foreach (var verb in s_verbs)
        {
            var result = await _cli.RunAsync(verb, "--help");
            Assert.Equal(0, result.Code);
            Assert.Contains($"Usage: ziggie {verb}", result.Out, StringComparison.Ordinal);
            Assert.Contains("Examples:", result.Out, StringComparison.Ordinal);
            Assert.Contains("--json", result.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ziggie has no verb \"statsu\". Did you mean status?", "statsu")]
    [InlineData("ziggie backends has no verb \"tset\". Did you mean test?", "backends", "tset")]
    [InlineData("ziggie status has no option --jsno. Did you mean --json?", "status", "--jsno")]
    [InlineData("ziggie chat has no option --modle. (Text that begins with '-' goes after --.) Did you mean --model?", "chat", "--modle=x")]
    [InlineData("ziggie up has no option --demoo. Did you mean --demo?", "up", "--demoo")]
    [InlineData("'x' not recognized", "usage", "--by", "x")]
    [InlineData("Required argument missing", "keys", "create")]
    [InlineData("'--type' is required", "backends", "add", "a", "http://h")]
    [InlineData("Cannot parse argument 'x'", "audit", "--limit", "x")]
    [InlineData("config validate", "config")]
    public async Task A_slip_is_named_with_what_was_probably_meant(string expected, params string[] args)
    {
        var result = await _cli.RunAsync(args);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public async Task Up_gets_its_options_and_gives_its_exit_code()
    {
        _cli.Local.Code = ExitCode.PortTaken;

        var result = await _cli.RunAsync("up", "--data", "d", "--config", "z.yaml", "--url", "http://127.0.0.1:1", "--demo");

        Assert.Equal(ExitCode.PortTaken, result.Code);
        Assert.Equal(new UpOptions(Path.Join(_cli.Home, "d"), "z.yaml", "http://127.0.0.1:1", true), _cli.Local.Asked);
    }

    [Fact]
    public async Task The_data_directory_comes_from_option_variable_or_home()
    {
        async Task<string> DataAsync(params string[] more)
        {
            await _cli.RunAsync(["migrate", .. more]);
            return ((DataOptions)_cli.Local.Asked!).Data;
        }

        Assert.Equal(_cli.Data, await DataAsync());
        _cli.Environment["ZIGGIE_DATA"] = "/srv/z";
        Assert.Equal("/srv/z", await DataAsync());
        Assert.Equal(Path.Join(_cli.Home, "here"), await DataAsync("--data", "~/here"));
    }

    [Fact]
    public async Task Simulate_gets_durations_and_faults()
    {
        await _cli.RunAsync("simulate", "--port", "9", "--dialect", "ollama", "--first", "2s", "--gap", "15ms", "--fault", "429 retry-after=2s", "--fault", "flap", "--seed", "7");

        var options = Assert.IsType<SimulateOptions>(_cli.Local.Asked);
        Assert.Equal((9, "ollama", TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(15), 7L), (options.Port, options.Dialect, options.First, options.Gap, options.Seed));
        Assert.Equal(["429 retry-after=2s", "flap"], options.Faults);

        var wrong = await _cli.RunAsync("simulate", "--first", "2");
        Assert.Equal((ExitCode.Usage, "--first takes a duration such as 200ms or 2s; not \"2\"."), (wrong.Code, wrong.Error.Trim()));
    }

    [Fact]
    public async Task Config_validate_lists_every_error_and_exits_3()
    {
        _cli.Local.Report = new ConfigReport(
            "/z.yaml",
            [new ConfigNote("z.yaml", 2, 3, "server.ulr", "is not a key", "z.yaml:2:3: server.ulr: is not a key"), new ConfigNote("z.yaml", 3, 1, "b", "bad", "z.yaml:3:1: b: bad")],
            [new ConfigNote("z.yaml", 9, 1, "services", "not used", "z.yaml:9:1: services: not used")]);

        var text = await _cli.RunAsync("config", "validate");
        var json = await _cli.RunAsync("config", "validate", "--json");

        Assert.Equal((3, 3), (text.Code, json.Code));
        Assert.Equal(["warning: z.yaml:9:1: services: not used", "error: z.yaml:2:3: server.ulr: is not a key", "error: z.yaml:3:1: b: bad", "2 errors."], text.Error.TrimEnd().Split(System.Environment.NewLine));
        using var document = System.Text.Json.JsonDocument.Parse(json.Out);
        Assert.False(document.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal(2, document.RootElement.GetProperty("errors")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Config_schema_is_printed_as_it_is()
    {
        Assert.Equal("{}\n", (await _cli.RunAsync("config", "schema")).Out);
        Assert.Equal("# Markdown\n", (await _cli.RunAsync("config", "schema", "--markdown")).Out);
    }

    [Fact]
    public async Task Restore_needs_a_file_that_is_there()
    {
        Assert.Equal((1, $"There is no file {Path.Join(_cli.Home, "no")}.{System.Environment.NewLine}"), ((await _cli.RunAsync("restore", "no")) is var r ? (r.Code, r.Error) : default));

        await File.WriteAllTextAsync(Path.Join(_cli.Home, "b"), "x", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await _cli.RunAsync("restore", "b")).Code);
        Assert.Equal(Path.Join(_cli.Home, "b"), Assert.IsType<Ziggie.Cli.FileOptions>(_cli.Local.Asked).File);
    }
}
