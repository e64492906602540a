using System.Globalization;
using Ziggie.Benchmarks.Macro.Processes;
using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.Processes;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>What one look at all processes costs, beside <c>ps aux</c>.</summary>
internal sealed class SweepBenchmark : IMacroBenchmark
{
    private const int Processes = 400;
    private const int Sweeps = 200;
    private const int Lists = 20;

    public string Name => "sweep";

    public string Says => "one look at 400 processes beside `ps aux`: CPU, allocation";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var sweep = new ProcessSweep(new MachineRoots());
        var few = Cost(sweep);
        await Crowd.MakeAsync(rig, Processes, 0, cancel);
        // The compiler is done with it by then.
        for (var i = 0; i < Lists; i++) _ = Cost(sweep);
        if (sweep.Rows.Length < Processes) throw new BenchmarkException($"there are {sweep.Rows.Length} processes, not {Processes}");
        var rounds = await Alternating.RunAsync(Name, () => Task.FromResult(Cost(sweep)), async () => new Spent(await PsAsync(rig, cancel), 0));
        return
        [
            Line.Alone(string.Create(CultureInfo.InvariantCulture, $"sweep: CPU, {sweep.Rows.Length} processes"), rounds.Select(r => r.Ziggie.Milliseconds), Units.Millis, new Goal(6)),
            Line.Compare("sweep: CPU beside ps", "ps aux", rounds, s => s.Milliseconds, Units.Millis, new Goal(0.5)),
            Line.Alone("sweep: allocated for more processes", rounds.Select(r => (r.Ziggie.Bytes - few.Bytes) / 1024), Units.Kibibytes, new Goal(0)),
        ];
    }

    private static Spent Cost(ProcessSweep sweep)
    {
        sweep.Sweep(1);
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < Sweeps; i++) sweep.Sweep(1);
        return new Spent((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / Sweeps, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / Sweeps);
    }

    /// <summary>Processor time of one, in milliseconds.</summary>
    private static async Task<double> PsAsync(Rig rig, CancellationToken cancel)
    {
        var times = await rig.Start("bash", "-c", $"TIMEFORMAT='%U %S'; {{ time (for i in $(seq {Lists}); do ps aux > /dev/null; done); }} 2>&1").FinishAsync(cancel);
        return times.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Sum(t => double.Parse(t, CultureInfo.InvariantCulture)) * 1000 / Lists;
    }

    private readonly record struct Spent(double Milliseconds, double Bytes);
}
