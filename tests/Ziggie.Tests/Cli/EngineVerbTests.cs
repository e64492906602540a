using Ziggie.Cli;

namespace Ziggie.Tests.Cli;

/// <summary>What <c>ziggie engine</c> asks for and shows.</summary>
public sealed class EngineVerbTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Install_asks_for_the_variant_and_tells_each_step_once()
    {
        var result = await _cli.RunAsync("engine", "install", "--gpu", "vulkan");

        Assert.Equal(new EngineInstallOptions(_cli.Data, "vulkan"), _cli.Local.Asked);
        Assert.Equal((0, ""), (result.Code, result.Out));
        Assert.Equal("Fetching a-package (1.0 MiB)…\nUnpacking a-package…\nllama.cpp v0.5.0 (cpu, 1.0 MiB) is now in /engine.\n", result.Error);
    }

    [Fact]
    public async Task Install_gives_data_as_json()
    {
        _cli.Local.Installed = new("/engine", "cpu", "v0.5.0", false, 7);

        var result = await _cli.RunAsync("engine", "install", "--json");

        using var json = System.Text.Json.JsonDocument.Parse(result.Out);
        Assert.Equal(("/engine", false, 7), (json.RootElement.GetProperty("folder").GetString(), json.RootElement.GetProperty("brought").GetBoolean(), json.RootElement.GetProperty("bytes").GetInt64()));
        Assert.Contains("already in /engine", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_the_folders_and_what_is_wrong()
    {
        _cli.Local.Engine = new("linux-x64", "v0.5.0", "/b", null, [new("/a", "missing", null, "no"), new("/b", "found", "cpu", null)]);

        var result = await _cli.RunAsync("engine", "status");

        Assert.Equal(0, result.Code);
        Assert.Contains("/b      found    cpu      yes", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alone_it_asks_which_and_the_child_is_hidden()
    {
        var alone = await _cli.RunAsync("engine");
        var help = await _cli.RunAsync("engine", "--help");

        Assert.Equal((2, 0), (alone.Code, help.Code));
        Assert.DoesNotContain("--socket", help.Out, StringComparison.Ordinal);
    }
}
