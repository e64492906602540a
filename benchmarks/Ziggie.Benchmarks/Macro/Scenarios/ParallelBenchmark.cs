using System.Diagnostics;
using Ziggie.Benchmarks.Macro.Llama;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>Streams that share the steps of one model.</summary>
internal sealed class ParallelBenchmark(int streams) : IMacroBenchmark
{
    private const int Words = 8;
    private const int Tokens = 48;

    public string Name => $"parallel{streams}";

    public string Says => $"the engine: {streams} streams at once, beside llama-server with as many slots";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var (tools, prompts) = (LlamaTools.Find(), new Prompts());
        var ziggie = (await ZiggieEngine.StartAsync(rig, tools, streams, context: 256, cancel)).Completion;
        var server = (await tools.ServeAsync(rig, streams, context: 256, cancel)).Completion;
        await ziggie.AskAsync(prompts.Of(Words), Tokens, cancel);
        await server.AskAsync(prompts.Of(Words), Tokens, cancel);
        var rounds = await Alternating.RunAsync(Name, () => AllAsync(ziggie), () => AllAsync(server));
        return [Line.Compare($"{streams} streams: tokens of all", "llama-server", rounds, r => r, Units.Tokens, new Goal(1, AtLeast: true))];

        async Task<double> AllAsync(Completion asked)
        {
            var told = await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => asked.AskAsync(prompts.Of(Words), Tokens, cancel)));
            return told.Sum(t => t.Tokens) / Stopwatch.GetElapsedTime(told.Min(t => t.SentAt), told.Max(t => t.LastAt)).TotalSeconds;
        }
    }
}
