using Ziggie.Benchmarks.Macro.Llama;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>What streams feel of a long prompt that arrives beside them.</summary>
internal sealed class LongPromptBenchmark : IMacroBenchmark
{
    private const int Streams = 8;
    private const int Words = 4000;

    // Streams that outlive the prompt's reading.
    private const int Tokens = 600;

    public string Name => "longprompt";

    public string Says => "the engine: gaps between tokens of 8 streams while a prompt of 4,000 tokens is read";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var (tools, prompts) = (LlamaTools.Find(), new Prompts());
        var ziggie = (await ZiggieEngine.StartAsync(rig, tools, Streams + 1, context: 4608, cancel)).Completion;
        await ziggie.AskAsync(prompts.Of(8), 8, cancel);
        var running = Enumerable.Range(0, Streams).Select(_ => ziggie.AskAsync(prompts.Of(8), Tokens, cancel)).ToList();
        await Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System, cancel);
        var prompt = await ziggie.AskAsync(prompts.Of(Words), 2, cancel);
        var told = await Task.WhenAll(running);
        if (told.Min(t => t.LastAt) < prompt.FirstAt) throw new BenchmarkException("the streams ended before the prompt was read");
        var usual = Line.Median(told.SelectMany(t => t.Gaps(t.FirstAt, prompt.SentAt)));
        var gaps = told.SelectMany(t => t.Gaps(prompt.SentAt, prompt.FirstAt)).ToList();
        return
        [
            Line.Compare("long prompt: longest gap of a stream", "usual gap", [new Pair<double>(gaps.Max(), usual)], r => r, Units.Millis, new Goal(3)),
            Line.Compare("long prompt: gap, p50", "usual gap", [new Pair<double>(Line.Median(gaps), usual)], r => r, Units.Millis),
            Line.Alone($"long prompt: {prompt.PromptTokens} tokens, first token", [prompt.FirstMs / 1000], Units.Seconds),
        ];
    }
}
