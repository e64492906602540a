using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling;

/// <summary>How memory is used, from <c>/proc/meminfo</c>.</summary>
internal sealed class MemoryReader(MachineRoots roots)
{
    private readonly SmallFile _file = new();

    /// <summary>Null where the machine does not tell.</summary>
    public MemoryReading? Read()
    {
        if (!_file.TryRead(roots.ProcFile("meminfo"), out var text)) return null;
        long total = 0, free = 0, available = -1, buffers = 0, cached = 0, reclaimable = 0, shared = 0, anonymous = 0, swapTotal = 0, swapFree = 0;
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            var fields = new TextFields(line);
            if (!fields.TryWord(out var name) || !fields.TryNumber(out var kibibytes)) continue;
            var bytes = Math.Clamp(kibibytes, 0, long.MaxValue >> 10) << 10;
            if (name.SequenceEqual("MemTotal:"u8)) total = bytes;
            else if (name.SequenceEqual("MemFree:"u8)) free = bytes;
            else if (name.SequenceEqual("MemAvailable:"u8)) available = bytes;
            else if (name.SequenceEqual("Buffers:"u8)) buffers = bytes;
            else if (name.SequenceEqual("Cached:"u8)) cached = bytes;
            else if (name.SequenceEqual("SReclaimable:"u8)) reclaimable = bytes;
            else if (name.SequenceEqual("Shmem:"u8)) shared = bytes;
            else if (name.SequenceEqual("AnonPages:"u8)) anonymous = bytes;
            else if (name.SequenceEqual("SwapTotal:"u8)) swapTotal = bytes;
            else if (name.SequenceEqual("SwapFree:"u8)) swapFree = bytes;
        }
        if (total == 0) return null;
        // Memory that programs share sits among the cached, but cannot be given up.
        var cache = Math.Max(0, buffers + cached + reclaimable - shared);
        // Kernels before 3.14 leave the estimate to the reader.
        if (available < 0) available = free + cache;
        available = Math.Min(available, total);
        var used = total - available;
        var swapUsed = Math.Max(0, swapTotal - swapFree);
        return new MemoryReading(
            new MemoryStats(new(total), new(available), new(used), Rates.Percent(used, total), new(anonymous), new(cache), new(shared), new(free)),
            new SwapStats(new(swapTotal), new(swapUsed), Rates.Percent(swapUsed, swapTotal)));
    }
}

internal sealed record MemoryReading(MemoryStats Memory, SwapStats Swap);
