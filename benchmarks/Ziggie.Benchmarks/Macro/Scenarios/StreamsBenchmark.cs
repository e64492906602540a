using Ziggie.Benchmarks.Macro.Processes;
using Ziggie.Benchmarks.Macro.Streaming;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>How late chunks of many streams come, against nginx that does not buffer, and against no one in between.</summary>
internal sealed class StreamsBenchmark : IMacroBenchmark
{
    public string Name => "streams";

    public string Says => "500 streams of 25 chunks a second, against nginx";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        using var upstream = new StreamUpstream(StreamLoad.Plan);
        var nginx = await NginxProcess.PassesOnAsync(rig, upstream.Port, buffering: false, cancel);
        var ziggie = await ZiggieProcess.BeforeAsync(rig, upstream.Port, rig.Folder("data"), cancel);
        var key = await ziggie.KeyAsync(cancel);

        Task<StreamResult> Through(int port, ProcessTree serving) => StreamLoad.RunAsync(upstream, StreamRequest.OpenAi(port, key), serving, cancel);

        await Through(ziggie.Port, ziggie.Tree);
        await Through(nginx.Port, nginx.Tree);
        var direct = new List<StreamResult>();
        var rounds = await Alternating.RunAsync(Name,
            async () =>
            {
                direct.Add(await Through(upstream.Port, new ProcessTree([])));
                return await Through(ziggie.Port, ziggie.Tree);
            },
            () => Through(nginx.Port, nginx.Tree));
        var added = rounds.Zip(direct, (round, alone) => new Pair<StreamResult>(round.Ziggie.Beyond(alone), round.Peer.Beyond(alone))).ToList();
        return
        [
            Line.Compare("streams: delay of a chunk, p50", "nginx", rounds, r => r.P50Micros, Units.Micros, new Goal(0.8)),
            Line.Compare("streams: delay of a chunk, p99", "nginx", rounds, r => r.P99Micros, Units.Micros, new Goal(0.8)),
            Line.Compare("streams: of it added, p50", "nginx", added, r => r.P50Micros, Units.Micros),
            Line.Compare("streams: of it added, p99", "nginx", added, r => r.P99Micros, Units.Micros),
            Line.Compare("streams: CPU per chunk", "nginx", rounds, r => r.CpuMicrosPerChunk, Units.Micros),
        ];
    }
}
