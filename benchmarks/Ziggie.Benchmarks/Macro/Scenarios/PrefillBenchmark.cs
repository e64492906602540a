using Ziggie.Benchmarks.Macro.Llama;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>How long a prompt of 512 tokens is read until its first token comes.</summary>
internal sealed class PrefillBenchmark : IMacroBenchmark
{
    private const int Words = 511;

    public string Name => "prefill";

    public string Says => "the engine: first token after a prompt of 512 tokens, beside llama-server";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var (tools, prompts) = (LlamaTools.Find(), new Prompts());
        var ziggie = (await ZiggieEngine.StartAsync(rig, tools, slots: 1, context: 1024, cancel)).Completion;
        var server = (await tools.ServeAsync(rig, slots: 1, context: 1024, cancel)).Completion;
        await ziggie.AskAsync(prompts.Of(Words), 2, cancel);
        await server.AskAsync(prompts.Of(Words), 2, cancel);
        var rounds = await Alternating.RunAsync(Name, () => ziggie.AskAsync(prompts.Of(Words), 2, cancel), () => server.AskAsync(prompts.Of(Words), 2, cancel));
        return [Line.Compare($"prefill: {rounds[0].Ziggie.PromptTokens} tokens, first token", "llama-server", rounds, r => r.FirstMs, Units.Millis, new Goal(1.03))];
    }
}
