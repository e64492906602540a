using Ziggie.Benchmarks.Macro.Processes;
using Ziggie.Benchmarks.Macro.Wrk;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>Two Ziggies before the same upstream: one with 100,000 keys, of which first one and then all are used, and one with a single key.</summary>
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
        // As many prepared requests on all sides: those that do not fit into its caches slow wrk down, which is not the question.
        WrkLoad All(IReadOnlyList<string> keys) => new(rig, [.. Enumerable.Range(0, Many).Select(i => keys[i % keys.Count])]);
        var (allOfMany, firstOfMany, theOne) = (All(many), All([many[0]]), All(one));

        Task<IReadOnlyList<Pair<WrkResult>>> CompareAsync(WrkLoad load) => WrkLoad.CompareAsync(Name,
            seconds => load.RunAsync(crowded.Port, crowded.Tree, seconds, cancel),
            seconds => theOne.RunAsync(lonely.Port, lonely.Tree, seconds, cancel));
        var known = await CompareAsync(firstOfMany);
        var used = await CompareAsync(allOfMany);
        return
        [
            Line.Compare("keys: requests, 100,000 used", "one", used, r => r.PerSecond, Units.PerSecond, new Goal(0.95, AtLeast: true)),
            Line.Compare("keys: CPU each, 100,000 used", "one", used, r => r.CpuMicrosPerRequest, Units.Micros),
            Line.Compare("keys: requests, one of 100,000 used", "one", known, r => r.PerSecond, Units.PerSecond),
        ];
    }
}
