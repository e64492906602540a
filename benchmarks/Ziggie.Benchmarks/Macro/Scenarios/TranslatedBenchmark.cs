using Ziggie.Benchmarks.Macro.Processes;
using Ziggie.Benchmarks.Macro.Streaming;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>Streams that are asked for in Ollama's API and come in OpenAI's, against those that come as they were asked for.</summary>
internal sealed class TranslatedBenchmark : IMacroBenchmark
{
    public string Name => "translated";

    public string Says => "500 streams from OpenAI's API to Ollama's, against passing them on";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        using var upstream = new StreamUpstream(StreamLoad.Plan);
        var ziggie = await ZiggieProcess.BeforeAsync(rig, upstream.Port, rig.Folder("data"), cancel);
        var key = await ziggie.KeyAsync(cancel);

        Task<StreamResult> Translated() => StreamLoad.RunAsync(upstream, StreamRequest.Ollama(ziggie.Port, key), ziggie.Tree, cancel);
        Task<StreamResult> Passed() => StreamLoad.RunAsync(upstream, StreamRequest.OpenAi(ziggie.Port, key), ziggie.Tree, cancel);

        await Translated();
        await Passed();
        var rounds = await Alternating.RunAsync(Name, Translated, Passed);
        return
        [
            Line.Compare("translated: CPU per chunk", "passed on", rounds, r => r.CpuMicrosPerChunk, Units.Micros, new Goal(1.5)),
            Line.Compare("translated: delay of a chunk, p50", "passed on", rounds, r => r.P50Micros, Units.Micros),
        ];
    }
}
