using System.Runtime.InteropServices;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling;

/// <summary>What the processors did since the last look, from <c>/proc/stat</c>.</summary>
internal sealed class CpuReader(MachineRoots roots)
{
    private const int All = -1;
    private const int MostCores = 4096;
    private readonly SmallFile _file = new();
    private readonly Dictionary<int, CpuTimes> _before = [];

    /// <summary>Null where the machine does not tell.</summary>
    public CpuReading? Read()
    {
        if (!_file.TryRead(roots.ProcFile("stat"), out var text)) return null;
        CpuShares? all = null;
        long? booted = null;
        List<CoreShares> cores = [];
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            var fields = new TextFields(line);
            if (!fields.TryWord(out var name)) continue;
            if (name.SequenceEqual("btime"u8) && fields.TryNumber(out var seconds)) booted = seconds;
            if (!name.StartsWith("cpu"u8) || cores.Count >= MostCores || !TryTimes(ref fields, out var times)) continue;
            if (name.Length == 3) all = SharesOf(All, times);
            else if (new TextFields(name[3..]).TryNumber(out var core) && core is >= 0 and < int.MaxValue) cores.Add(new CoreShares((int)core, SharesOf((int)core, times)));
        }
        return all is { } shares ? new CpuReading(new CpuStats(cores.Count, shares, cores), booted) : null;
    }

    private CpuShares SharesOf(int core, CpuTimes now)
    {
        ref var before = ref CollectionsMarshal.GetValueRefOrAddDefault(_before, core, out _);
        var shares = now.Since(before);
        before = now;
        return shares;
    }

    private static bool TryTimes(ref TextFields fields, out CpuTimes times)
    {
        times = default;
        if (!fields.TryNumber(out var user) || !fields.TryNumber(out var nice) || !fields.TryNumber(out var system) || !fields.TryNumber(out var idle)) return false;
        // Kernels of long ago end here; time of guests is within user and nice.
        fields.TryNumber(out var ioWait);
        fields.TryNumber(out var irq);
        fields.TryNumber(out var softIrq);
        fields.TryNumber(out var steal);
        times = new CpuTimes(user, nice, system, idle, ioWait, irq + softIrq, steal);
        return true;
    }
}

/// <param name="BootedAt">Seconds since 1970 at which the machine started, by its clock of now.</param>
internal sealed record CpuReading(CpuStats Stats, long? BootedAt);

/// <summary>Ticks since the machine started.</summary>
internal readonly record struct CpuTimes(long User, long Nice, long System, long Idle, long IoWait, long Irq, long Steal)
{
    /// <summary>Single counters do go back at times (waiting for disks, a core that was away): that counts as nothing.</summary>
    public CpuShares Since(CpuTimes before)
    {
        var (user, nice, system) = (Positive(User - before.User), Positive(Nice - before.Nice), Positive(System - before.System));
        var (idle, ioWait, irq, steal) = (Positive(Idle - before.Idle), Positive(IoWait - before.IoWait), Positive(Irq - before.Irq), Positive(Steal - before.Steal));
        double all = user + nice + system + idle + ioWait + irq + steal;
        return new CpuShares(
            Rates.Percent(all - idle - ioWait, all),
            Rates.Percent(user, all),
            Rates.Percent(nice, all),
            Rates.Percent(system, all),
            Rates.Percent(ioWait, all),
            Rates.Percent(irq, all),
            Rates.Percent(steal, all),
            Rates.Percent(idle, all));
    }

    private static double Positive(long ticks) => Math.Max(0, ticks);
}
