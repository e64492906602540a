using Ziggie.Benchmarks.Macro.Llama;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>One stream through the whole of Ziggie beside llama-bench, which has no server at all.</summary>
internal sealed class DecodeBenchmark : IMacroBenchmark
{
    private const int Tokens = 128;

    public string Name => "decode";

    public string Says => "the engine: one stream beside llama-bench";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var (tools, prompts) = (LlamaTools.Find(), new Prompts());
        var ziggie = await ZiggieEngine.StartAsync(rig, tools, slots: 1, context: 1024, cancel);
        await ziggie.Completion.AskAsync(prompts.Of(8), Tokens, cancel);
        var rounds = await Alternating.RunAsync(Name,
            async () => (await ziggie.Completion.AskAsync(prompts.Of(1), Tokens, cancel)).TokensPerSecond,
            () => tools.DecodeAsync(rig, Tokens, cancel));
        return [Line.Compare("decode: one stream", "llama-bench", rounds, r => r, Units.Tokens, new Goal(0.97, AtLeast: true))];
    }
}
