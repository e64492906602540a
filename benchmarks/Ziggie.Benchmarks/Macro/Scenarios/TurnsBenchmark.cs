using Ziggie.Benchmarks.Macro.Llama;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>A conversation goes on: what was read for its first turn is not read again.</summary>
internal sealed class TurnsBenchmark : IMacroBenchmark
{
    private const int Words = 999;
    private const int More = 20;

    public string Name => "turns";

    public string Says => "the engine: first token of a conversation's second turn, beside its first";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var (tools, prompts) = (LlamaTools.Find(), new Prompts());
        var ziggie = (await ZiggieEngine.StartAsync(rig, tools, slots: 4, context: 2048, cancel)).Completion;
        await ziggie.AskAsync(prompts.Of(More), 2, cancel);
        var rounds = new List<Pair<Told>>();
        for (var i = 0; i < Alternating.Rounds; i++)
        {
            await Console.Error.WriteLineAsync($"{Name}: round {i + 1} of {Alternating.Rounds}");
            var prompt = prompts.Of(Words);
            var first = await ziggie.AskAsync(prompt, 8, cancel);
            rounds.Add(new(await ziggie.AskAsync($"{prompt} {prompts.Of(More)}", 8, cancel), first));
        }
        return [Line.Compare($"second turn of {rounds[0].Peer.PromptTokens} tokens: first token", "first turn", rounds, r => r.FirstMs, Units.Millis, new Goal(0.15))];
    }
}
