using System.Diagnostics;
using Ziggie.Benchmarks.Macro.Processes;
using Ziggie.Machine.Listeners.Linux;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>How long it takes to see who listens: at first, and when nothing has changed since.</summary>
internal sealed class ListenersBenchmark : IMacroBenchmark
{
    private const int Processes = 400;
    private const int Listening = 200;
    private const int Cold = 30;
    private const int Unchanged = 200;

    public string Name => "listeners";

    public string Says => "who listens, 200 listeners among 400 processes: anew and unchanged";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        await Crowd.MakeAsync(rig, Processes, Listening, cancel);
        var reader = new LinuxListeners(new LinuxPlaces(), TimeProvider.System);
        // The compiler is done with it by then.
        for (var i = 0; i < Cold; i++) new LinuxListeners(new LinuxPlaces(), TimeProvider.System).Read();
        for (var i = 0; i < Unchanged; i++) reader.Read();
        if (reader.Read().Listeners.Count(l => l.Holders.Count > 0) is var seen && seen < Listening) throw new BenchmarkException($"{seen} listeners with their processes are seen, not {Listening}");
        var cold = Times(Cold, () => new LinuxListeners(new LinuxPlaces(), TimeProvider.System).Read());
        var unchanged = Times(Unchanged, () => reader.Read());
        return
        [
            Line.Alone($"listeners: {seen}, anew", cold, Units.Millis, new Goal(15)),
            Line.Alone("listeners: unchanged", unchanged, Units.Millis, new Goal(2)),
        ];
    }

    private static double[] Times(int times, Action look)
    {
        var all = new double[times];
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            look();
            all[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return all;
    }
}
