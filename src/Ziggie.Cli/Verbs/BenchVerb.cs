using System.CommandLine;
using System.Globalization;
using Ziggie.Cli.Bench;
using Ziggie.Cli.Help;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie bench</c>.</summary>
internal static class BenchVerb
{
    private const int MaxLevels = 20;
    private const int MaxConcurrency = 1000;

    public static Command Create(Cli cli)
    {
        var model = new Argument<string?>("MODEL") { Description = "Model, alias or backend/model. Default: the one that the control center picks for the first request.", Arity = ArgumentArity.ZeroOrOne };
        var concurrency = new Option<string>("--concurrency", "-c") { Description = "Requests at once, level by level. Default 1,2,4,8.", HelpName = "N,N,…", DefaultValueFactory = _ => "1,2,4,8" };
        var requests = new Option<int?>("--requests", "-n") { Description = "Requests of each level. Default four per stream, at least 8.", HelpName = "N" };
        var promptTokens = new Option<int>("--prompt-tokens") { Description = "About how long each prompt is; every one begins differently, so that no cache helps. Default 128.", HelpName = "N", DefaultValueFactory = _ => 128 };
        var maxTokens = new Option<int>("--max-tokens") { Description = "Tokens of a reply at most; a model may end earlier. Default 128.", HelpName = "N", DefaultValueFactory = _ => 128 };
        var prompt = new Option<string?>("--prompt") { Description = "This prompt for every request instead; caches may then help.", HelpName = "TEXT" };
        var command = new VerbCommand("bench", "Measure how fast a model answers, alone and under load.")
        {
            Examples =
            [
                "ziggie bench llama3.2:3b",
                "ziggie bench llama3.2:3b -c 1,8,32 --prompt-tokens 2000 # long prompts, more streams",
                "ziggie bench technical/qwen3:8b -c 1 -n 20 --max-tokens 512 # one backend, one stream",
                "ziggie bench smart --json | jq '.levels[] | {concurrency, tokensPerSecond}'",
            ],
            Notes = """
                It asks through the control center, as any client does: key, queue and limits are part of what is measured.
                  First token     from sending the request to the first piece of the reply: waiting, loading, reading the prompt
                  Between tokens  from one piece to the next; a server that sends several tokens in one piece shows longer gaps
                  Queue           how long the control center let a request wait for a free place at the backend
                  Tokens/s each   of one stream from its first token on (p50); tokens/s all: of all streams together, prompts left out
                One request warms up first and is not counted. Ctrl-C shows what is measured so far.
                """,
        };
        command.Add(model);
        foreach (var option in (Option[])[concurrency, requests, promptTokens, maxTokens, prompt]) command.Add(option);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var plan = new BenchPlan(
                parse.GetValue(model),
                Levels(parse.GetRequiredValue(concurrency)),
                parse.GetValue(requests) is { } count ? Number("--requests", count, 100_000) : null,
                Number("--prompt-tokens", parse.GetValue(promptTokens), 1_000_000),
                Number("--max-tokens", parse.GetValue(maxTokens), 1_000_000),
                parse.GetValue(prompt));
            var printer = cli.Printer(parse);
            var run = new BenchRun(new BenchCall(client, cli.Host.Time), cli.Host.Time);
            using var progress = new BenchProgress(cli.Host);
            var interrupted = false;
            try
            {
                progress.WarmUp();
                await run.RunAsync(plan, progress.Tell, cancel);
            }
            catch (OperationCanceledException) when (run.Levels.Any(l => l.Done + l.Failed > 0))
            {
                interrupted = true;
            }
            progress.Dispose();
            printer.Data(BenchReport.Data(run, interrupted));
            BenchReport.Show(run, cli.Host, printer);
            return interrupted ? ExitCode.Interrupted : run.Levels.Any(l => l.Done > 0) ? ExitCode.Fine : ExitCode.Failure;
        });
        return command;
    }

    private static List<int> Levels(string text)
    {
        var levels = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(l => int.TryParse(l, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : 0)
            .ToList();
        return levels.Count is > 0 and <= MaxLevels && levels.All(l => l is > 0 and <= MaxConcurrency)
            ? levels
            : throw new CliException(ExitCode.Usage, $"--concurrency takes up to {MaxLevels} numbers from 1 to {MaxConcurrency}, such as 1,4,16; not \"{text}\".");
    }

    private static int Number(string option, int number, int largest) =>
        number > 0 && number <= largest ? number : throw new CliException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"{option} takes a whole number from 1 to {largest}; not {number}."));
}
