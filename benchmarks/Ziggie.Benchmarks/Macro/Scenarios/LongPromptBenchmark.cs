using System.Diagnostics;
using Ziggie.Benchmarks.Macro.Llama;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>What streams feel of a long prompt that arrives beside them.</summary>
internal sealed class LongPromptBenchmark : IMacroBenchmark
{
    private const int Streams = 8;
    private const int WarmingWords = 400;
    private const int Words = 4000;

    // Streams that outlive the prompt's reading; they are left then.
    private const int Tokens = 6000;

    // A token that is half of a character says nothing, nor does a control token such as <s>, and both would look like a gap.
    private const string Whole = "root ::= [ -;=-~]*";

    private static readonly TimeSpan s_undisturbed = TimeSpan.FromSeconds(5);

    public string Name => "longprompt";

    public string Says => "the engine: gaps between tokens of 8 streams while a prompt of 4,000 tokens is read";

    public TimeSpan Longest => TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        using var enough = new CancellationTokenSource();
        var (tools, prompts) = (LlamaTools.Find(), new Prompts());
        var ziggie = (await ZiggieEngine.StartAsync(rig, tools, Streams + 1, context: 8192, cancel)).Completion;
        await ziggie.AskAsync(prompts.Of(8), 8, cancel);
        var running = Enumerable.Range(0, Streams).Select(_ => (ziggie with { Grammar = Whole }).AskAsync(prompts.Of(8), Tokens, cancel, enough.Token)).ToList();
        await Console.Error.WriteLineAsync($"{Name}: some six minutes");
        // A Ziggie that has run for a while: what it compiles in its first two minutes takes the cores too.
        await ziggie.AskAsync(prompts.Of(WarmingWords), 2, cancel);
        var begin = Stopwatch.GetTimestamp();
        await Task.Delay(s_undisturbed, TimeProvider.System, cancel);
        var prompt = await ziggie.AskAsync(prompts.Of(Words), 2, cancel);
        await Task.Delay(s_undisturbed, TimeProvider.System, cancel);
        var end = Stopwatch.GetTimestamp();
        await enough.CancelAsync();
        var told = await Task.WhenAll(running);
        var before = Median(told, begin, prompt.SentAt);
        var after = Median(told, prompt.LastAt, end);
        // A stream's own text grows meanwhile, and each token takes longer after more of it.
        double Usual(long at) => before + (after - before) * (at - prompt.SentAt) / (prompt.FirstAt - prompt.SentAt);
        var gaps = told.SelectMany(t => t.Gaps(prompt.SentAt, prompt.FirstAt)).Select(g => new Pair<double>(g.Ms, Usual(g.At))).OrderBy(g => g.Ziggie / g.Peer).ToArray();
        return
        [
            Line.Compare("long prompt: longest gap of a stream", "usual gap", [gaps[^1]], r => r, Units.Millis, new Goal(3)),
            Line.Compare("long prompt: gap, p50", "usual gap", [gaps[gaps.Length / 2]], r => r, Units.Millis),
            Line.Compare("long prompt: gap, p99", "usual gap", [gaps[gaps.Length * 99 / 100]], r => r, Units.Millis),
            Line.Alone($"long prompt: {prompt.PromptTokens} tokens, first token", [prompt.FirstMs / 1000], Units.Seconds),
        ];
    }

    private static double Median(IEnumerable<Told> streams, long from, long to) => Line.Median(streams.SelectMany(t => t.Gaps(from, to)).Select(g => g.Ms));
}
