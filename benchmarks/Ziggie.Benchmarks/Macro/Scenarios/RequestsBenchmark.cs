using Ziggie.Benchmarks.Macro.Processes;
using Ziggie.Benchmarks.Macro.Wrk;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>Chats that are answered in one piece: a key with limits, metering and journal against nginx, which only passes on.</summary>
internal sealed class RequestsBenchmark : IMacroBenchmark
{
    public string Name => "requests";

    public string Says => "chats that do not stream, 32 at a time, against nginx";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var upstream = await NginxProcess.AnswersAsync(rig, cancel);
        var nginx = await NginxProcess.PassesOnAsync(rig, upstream.Port, buffering: true, cancel);
        var ziggie = await ZiggieProcess.BeforeAsync(rig, upstream.Port, rig.Folder("data"), cancel);
        var load = new WrkLoad(rig, [await ziggie.KeyAsync(cancel)]);

        var rounds = await WrkLoad.CompareAsync(Name,
            seconds => load.RunAsync(ziggie.Port, ziggie.Tree, seconds, cancel),
            seconds => load.RunAsync(nginx.Port, nginx.Tree, seconds, cancel));
        return
        [
            Line.Compare("requests", "nginx", rounds, r => r.PerSecond, Units.PerSecond, new Goal(1.25, AtLeast: true)),
            Line.Compare("requests: p99", "nginx", rounds, r => r.P99Micros / 1e3, Units.Millis, new Goal(0.7)),
            Line.Compare("requests: CPU each", "nginx", rounds, r => r.CpuMicrosPerRequest, Units.Micros),
        ];
    }
}
