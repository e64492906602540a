using Ziggie.Benchmarks.Macro.Processes;
using Ziggie.Benchmarks.Macro.Wrk;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>Two Ziggies before the same upstream: one with 100,000 keys that all come, one with a single key.</summary>
internal sealed class KeysBenchmark : IMacroBenchmark
{
    private const int Many = 100_000;

    public string Name => "keys";

    public string Says => "100,000 keys against one";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var upstream = await NginxProcess.AnswersAsync(rig, cancel);
        var many = await StoredKeys.MakeAsync(rig, "many", Many, cancel);
        var one = await StoredKeys.MakeAsync(rig, "one", 1, cancel);
        var crowded = await ZiggieProcess.BeforeAsync(rig, upstream.Port, rig.Folder("many"), cancel);
        var lonely = await ZiggieProcess.BeforeAsync(rig, upstream.Port, rig.Folder("one"), cancel);
        // As many prepared requests on both sides: those that do not fit into its caches slow wrk down, which is not the question.
        var (manyLoad, oneLoad) = (new WrkLoad(rig, many), new WrkLoad(rig, [.. Enumerable.Repeat(one[0], Many)]));

        var rounds = await WrkLoad.CompareAsync(Name,
            seconds => manyLoad.RunAsync(crowded.Port, crowded.Tree, seconds, cancel),
            seconds => oneLoad.RunAsync(lonely.Port, lonely.Tree, seconds, cancel));
        return
        [
            Line.Compare("keys: requests with 100,000", "with one", rounds, r => r.PerSecond, Units.PerSecond, new Goal(0.95, AtLeast: true)),
            Line.Compare("keys: CPU each", "with one", rounds, r => r.CpuMicrosPerRequest, Units.Micros),
        ];
    }
}
