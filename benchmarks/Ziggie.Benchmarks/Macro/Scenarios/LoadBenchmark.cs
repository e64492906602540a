using System.Diagnostics;
using Ziggie.Benchmarks.Macro.Llama;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>From nothing loaded to the first token, and the memory of the process that has the model.</summary>
internal sealed class LoadBenchmark : IMacroBenchmark
{
    private const int Slots = 4;
    private const int Context = 2048;

    public string Name => "load";

    public string Says => "the engine: load to first token, and memory, beside llama-server";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var (tools, prompts) = (LlamaTools.Find(), new Prompts());
        // In the page cache from here on.
        await ZiggieAsync();
        var rounds = await Alternating.RunAsync(Name, ZiggieAsync, ServerAsync);
        return
        [
            Line.Compare("load: to first token", "llama-server", rounds, r => r.Ms, Units.Millis, new Goal(1.05)),
            Line.Alone("load: memory above llama-server's", rounds.Select(r => (r.Ziggie.Bytes - r.Peer.Bytes) / 1e6), Units.Megabytes, new Goal(60)),
        ];

        // The engine's process starts with the request, as llama-server's does.
        async Task<(double Ms, double Bytes)> ZiggieAsync()
        {
            var ziggie = await ZiggieEngine.StartAsync(rig, tools, Slots, Context, cancel);
            var told = await ziggie.Completion.AskAsync(prompts.Of(8), 2, cancel);
            var bytes = ziggie.EngineTree().ResidentBytes();
            await ziggie.Ziggie.Child.EndAsync();
            return (told.FirstMs, bytes);
        }

        async Task<(double Ms, double Bytes)> ServerAsync()
        {
            var start = Stopwatch.GetTimestamp();
            var server = await tools.ServeAsync(rig, Slots, Context, cancel);
            var told = await server.Completion.AskAsync(prompts.Of(8), 2, cancel);
            var bytes = server.Tree.ResidentBytes();
            await server.Child.EndAsync();
            return (Stopwatch.GetElapsedTime(start, told.FirstAt).TotalMilliseconds, bytes);
        }
    }
}
