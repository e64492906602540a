using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.Processes;

/// <summary>Looks at the processes and tells which take most. One look at a time.</summary>
internal sealed class ProcessSampler(MachineRoots roots, TimeProvider time)
{
    private readonly ProcessSweep _sweep = new(roots);
    private readonly ProcessOrder _order = new();
    private readonly ProcessOwners _owners = new(roots, time);
    private readonly CpuReader _cpu = new(roots);
    private readonly MemoryReader _memory = new(roots);
    private readonly LoadReader _load = new(roots);
    private DateTimeOffset _at;

    public void Look(double seconds)
    {
        _sweep.Sweep(seconds);
        _at = time.GetUtcNow();
    }

    public ProcessList List(ProcessSort sort, int limit, double seconds)
    {
        var rows = _sweep.Rows;
        var booted = MachineSampler.BootedAt(_cpu.Read()?.BootedAt);
        var memory = _memory.Read()?.Memory.Total.Bytes ?? 0;
        var (running, threads) = (0, 0L);
        foreach (ref readonly var row in rows)
        {
            threads += row.Threads;
            if (row.State == 'R') running++;
        }
        List<ProcessInfo> items = [];
        foreach (var i in _order.Top(rows, sort, limit)) items.Add(Show(rows[i], booted, memory));
        return new ProcessList(_at, Math.Round(seconds, 3), _load.BootId(), rows.Length, running, threads, items);
    }

    private ProcessInfo Show(in ProcessRow row, DateTimeOffset? booted, long memory)
    {
        var bytes = row.ResidentPages > long.MaxValue / Environment.SystemPageSize ? long.MaxValue : row.ResidentPages * Environment.SystemPageSize;
        return new ProcessInfo(
            row.Pid,
            row.Parent,
            ProcText.Decode(row.Bytes),
            _owners.Of(row.Pid),
            State(row.State),
            row.CpuPercent,
            new ByteSize(bytes),
            Rates.Percent(bytes, memory),
            row.Threads,
            booted?.AddSeconds(Math.Min(row.StartTicks, uint.MaxValue) / (double)ProcessSweep.TicksPerSecond),
            row.StartTicks);
    }

    private static string State(byte letter) => (char)letter switch
    {
        'R' => "running",
        'S' => "sleeping",
        'D' => "waiting",
        'T' => "stopped",
        't' => "traced",
        'Z' => "zombie",
        'I' => "idle",
        'X' or 'x' => "dead",
        _ => "unknown",
    };
}
