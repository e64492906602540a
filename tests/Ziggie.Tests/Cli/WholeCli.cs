using System.Text.Json;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Cli;

/// <summary>The command line as a process of its own, against a running control center of the same user.</summary>
public sealed class WholeCli : OneZiggie
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Finds the control center by its data directory, as the user who runs it does.</summary>
    internal Task<ProcessResult> RunAsync(params string[] arguments) => PipeAsync("", arguments);

    /// <summary>The same with something in the pipe.</summary>
    internal Task<ProcessResult> PipeAsync(string input, params string[] arguments) =>
        ZiggieProcess.RunAsync(arguments, Cancel, new Dictionary<string, string> { ["ZIGGIE_DATA"] = Ziggie.DataPath }, Ziggie.Folder, input);

    /// <summary>Runs it well, with <c>--json</c>, and gives the data.</summary>
    internal Task<JsonElement> JsonAsync(params string[] arguments) => PipeJsonAsync("", arguments);

    internal async Task<JsonElement> PipeJsonAsync(string input, params string[] arguments)
    {
        var result = await PipeAsync(input, [.. arguments, "--json"]);
        Assert.True(result.Code == 0, result.ToString());
        return result.Json;
    }
}
