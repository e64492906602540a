using System.CommandLine;
using Ziggie.Cli.Http;
using Ziggie.Cli.Output;

namespace Ziggie.Cli;

/// <summary>What every verb has at hand: options that all share, the surroundings, the way to the control center.</summary>
internal sealed class Cli(CliHost host, ILocalVerbs local)
{
    public CliHost Host => host;
    public ILocalVerbs Local => local;

    public Option<bool> Json { get; } = new("--json") { Description = "Print data as JSON on stdout; messages stay on stderr.", Recursive = true };
    public Option<string?> Url { get; } = new("--url") { Description = "Address of the control center (or ZIGGIE_URL); for `up`, where to listen. Default http://127.0.0.1:54112.", HelpName = "URL", Recursive = true };
    public Option<string?> Key { get; } = new("--key") { Description = "API key (or ZIGGIE_KEY). Default: DATA/cli.key, on the machine that runs the control center.", HelpName = "KEY", Recursive = true };
    public Option<string?> Data { get; } = new("--data") { Description = "Data directory (or ZIGGIE_DATA). Default ~/.ziggie.", HelpName = "DIR", Recursive = true };

    public IReadOnlyList<Option> Shared => [Json, Url, Key, Data];

    /// <summary>A verb that talks to the control center; Ctrl-C cancels it.</summary>
    public void Talks(Command command, Func<ParseResult, ApiClient, CancellationToken, Task<int>> run) =>
        Cancels(command, async (parse, cancel) =>
        {
            using var client = new ApiClient(Connection.Find(host, parse.GetValue(Url), parse.GetValue(Key), DataDirectory(parse)));
            return await run(parse, client, cancel);
        });

    /// <summary>A verb that Ctrl-C cancels.</summary>
    public void Cancels(Command command, Func<ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction(async (parse, outer) =>
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(outer);
            using var scope = host.Interrupts.Catch(source);
            return await run(parse, source.Token);
        });

    public Printer Printer(ParseResult parse) => new(host, parse.GetValue(Json));

    /// <summary>Absolute, whether it exists or not.</summary>
    public string DataDirectory(ParseResult parse) =>
        AbsolutePath(parse.GetValue(Data) ?? host.Variable("ZIGGIE_DATA") ?? Path.Join(host.HomeDirectory, ".ziggie"));

    public string AbsolutePath(string path) =>
        Path.GetFullPath(path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? host.HomeDirectory + path[1..] : path, host.WorkingDirectory);
}
