using System.Diagnostics;
using System.Globalization;

namespace Ziggie.Benchmarks.Macro.Processes;

/// <summary>How much of the processors others used meanwhile: a figure from a busy machine is to be read as such.</summary>
internal sealed class OtherLoad
{
    private readonly ProcessTree _own = new([Environment.ProcessId]);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _busy = BusySeconds();
    private readonly double _ownBefore;

    public OtherLoad() => _ownBefore = _own.CpuSeconds();

    /// <summary>Ask while the benchmark's processes still run.</summary>
    public double Share()
    {
        var own = ProcessTree.Of(Environment.ProcessId).CpuSeconds() - _ownBefore;
        var all = Stopwatch.GetElapsedTime(_start).TotalSeconds * Environment.ProcessorCount;
        return Math.Clamp((BusySeconds() - _busy - own) / all, 0, 1);
    }

    // user nice system idle iowait irq softirq steal: what is neither idle nor waiting for a disk.
    private static double BusySeconds()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4]) / 100;
    }
}
