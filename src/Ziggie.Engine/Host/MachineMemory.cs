using System.Globalization;
using Ziggie.Engine.Native;

namespace Ziggie.Engine.Host;

/// <summary>How much memory there is for models.</summary>
internal interface IMachineMemory
{
    /// <summary>Bytes in all, accelerators' included.</summary>
    long Total { get; }

    /// <summary>Bytes that are free now; null where the system does not say.</summary>
    long? Available { get; }
}

/// <summary>The memory of this machine, or of the container that limits it, and of its accelerators.</summary>
internal sealed class MachineMemory : IMachineMemory
{
    public long Total => Ram() + Accelerators(d => d.Total);

    public long? Available => MemAvailable("/proc/meminfo") is { } free ? free + Accelerators(d => d.Free) : null;

    /// <summary>From a file like /proc/meminfo.</summary>
    internal static long? MemAvailable(string path)
    {
        try
        {
            foreach (var line in File.ReadLines(path))
                if (line.StartsWith("MemAvailable:", StringComparison.Ordinal))
                    return long.TryParse(line.AsSpan(13).Trim().TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kib) ? kib << 10 : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not Linux.
        }
        return null;
    }

    private static long Ram() => LlamaLibrary.Devices().Where(d => d.Type == GgmlDeviceType.Cpu).Select(d => d.Total).DefaultIfEmpty(0).Max();

    private static long Accelerators(Func<Device, long> bytes) => LlamaLibrary.Devices().Where(d => d.Type == GgmlDeviceType.Gpu).Sum(bytes);
}
