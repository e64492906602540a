using Ziggie.Machine.History;
using Ziggie.Machine.Sampling;

namespace Ziggie.Tests.Machine.History;

/// <summary>Samples and looks to make a history of.</summary>
internal static class HistorySamples
{
    /// <summary>Start of a quarter of an hour.</summary>
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly HistoryMetric Cpu = new("cpu.used", "Processors in use", HistoryUnits.Percent);
    public static readonly HistoryMetric Memory = new("memory.used", "Memory used", HistoryUnits.Bytes);

    public static long At(double seconds) => Start.ToUnixTimeMilliseconds() + (long)(seconds * 1000);

    public static HistorySample Sample(double seconds, float cpu, float memory = 1000) => new(At(seconds), [Cpu, Memory], [cpu, memory]);

    /// <summary>A machine with one of everything.</summary>
    public static MachineStats Stats(DateTimeOffset at, double cpu = 25) => new(
        at,
        10,
        "host",
        "boot",
        at,
        1,
        new LoadStats(1, 2, 3),
        new CpuStats(2, new CpuShares(cpu, 10, 1, 5, 2, 3, 4, 75), []),
        new MemoryStats(new(8_000), new(2_000), new(6_000), 75, new(3_000), new(2_500), new(0), new(1_000)),
        new SwapStats(new(1_000), new(100), 10),
        new PressureStats(new StallStats(1, 1, null, null), new StallStats(2, 2, 0.5, 0.5), new StallStats(3, 3, 1.5, 1)),
        [new DiskStats("/", "/dev/sda1", "ext4", false, new(100), new(40), new(60), 40, 10, 5, 50, null)],
        [new DiskTrafficStats("sda", 100, 200, 1, 2, 3)],
        [new NetworkStats("eth0", 300, 400, new(1), new(2), 0, 0)],
        [new GpuStats("nvidia", 0, "GPU-1", "Big Card", 50, new(24_000), new(12_000), 60, 150, 300, null)],
        [new TemperatureStats("coretemp", "Core 0", 45, 100)],
        [],
        []);
}
