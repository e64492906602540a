using System.CommandLine;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie simulate</c>.</summary>
internal static class SimulateVerb
{
    public static Command Create(Cli cli)
    {
        var port = new Option<int?>("--port", "-p") { Description = "Where to listen on 127.0.0.1. Default: a free port.", HelpName = "PORT" };
        var dialect = new Option<string?>("--dialect") { Description = "ollama, openai or anthropic. Default openai.", HelpName = "DIALECT" };
        dialect.AcceptOnlyFromAmong("ollama", "openai", "anthropic");
        var models = new Option<string[]>("--model") { Description = "Models it answers to (repeat). Default demo.", HelpName = "MODEL" };
        var apiKey = new Option<string?>("--api-key") { Description = "Key that callers must send. Default: none.", HelpName = "KEY" };
        var first = new Option<string?>("--first") { Description = "Time to the first token. Default 200ms.", HelpName = "TIME" };
        var gap = new Option<string?>("--gap") { Description = "Time between tokens. Default 20ms.", HelpName = "TIME" };
        var load = new Option<string?>("--load") { Description = "How long the first request to a model waits. Default 0s.", HelpName = "TIME" };
        var tokens = new Option<int?>("--tokens") { Description = "Tokens of a reply. Default 64.", HelpName = "N" };
        var slots = new Option<int?>("--slots") { Description = "Requests answered at once. Default: no limit.", HelpName = "N" };
        var seed = new Option<long?>("--seed") { Description = "The same seed gives the same words and faults. Default 0.", HelpName = "N" };
        var script = new Option<string?>("--script") { Description = "JSON file with replies to give.", HelpName = "FILE" };
        var faults = new Option<string[]>("--fault") { Description = "What goes wrong (repeat): refuse, hang, stall, drop, garbage, malformed-json, 401, 429, 500, slow-load, flap, …", HelpName = "FAULT" };
        var command = new VerbCommand("simulate", "Run a model server that loads no model, with faults on demand.")
        {
            Examples =
            [
                "ziggie simulate --port 11434 --dialect ollama",
                "ziggie simulate --port 9000 --fault \"429 retry-after=2s every=3\"",
                "ziggie simulate --first 2s --gap 50ms --slots 4 # try out how many requests a server of that speed can take",
            ],
        };
        foreach (var option in (Option[])[port, dialect, models, apiKey, first, gap, load, tokens, slots, seed, script, faults]) command.Add(option);
        cli.Cancels(command, (parse, cancel) => cli.Local.SimulateAsync(
            new SimulateOptions(
                parse.GetValue(port),
                parse.GetValue(dialect),
                parse.GetValue(models) ?? [],
                parse.GetValue(apiKey),
                Input.Span("--first", parse.GetValue(first)),
                Input.Span("--gap", parse.GetValue(gap)),
                Input.Span("--load", parse.GetValue(load)),
                parse.GetValue(tokens),
                parse.GetValue(slots),
                parse.GetValue(seed),
                parse.GetValue(script) is { } file ? cli.AbsolutePath(file) : null,
                parse.GetValue(faults) ?? []),
            cli.Host,
            cancel));
        return command;
    }
}
