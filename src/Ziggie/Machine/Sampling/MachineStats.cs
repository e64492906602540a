namespace Ziggie.Machine.Sampling;

/// <summary>How the machine is. What it does not tell is null or empty, and named in <paramref name="Unavailable"/> where that needs a word.</summary>
/// <param name="IntervalSeconds">The time that rates and shares are about.</param>
/// <param name="BootId">Another after every start of the machine.</param>
internal sealed record MachineStats(
    DateTimeOffset At,
    double IntervalSeconds,
    string Host,
    string? BootId,
    DateTimeOffset? BootedAt,
    double? UptimeSeconds,
    LoadStats? Load,
    CpuStats? Cpu,
    MemoryStats? Memory,
    SwapStats? Swap,
    PressureStats? Pressure,
    IReadOnlyList<DiskStats> Disks,
    IReadOnlyList<DiskTrafficStats> DiskTraffic,
    IReadOnlyList<NetworkStats> Network,
    IReadOnlyList<GpuStats> Gpus,
    IReadOnlyList<TemperatureStats> Temperatures,
    IReadOnlyList<ContainerStats> Containers,
    IReadOnlyList<UnavailableStats> Unavailable);

/// <summary>An amount of bytes, also in GiB.</summary>
internal readonly record struct ByteSize(long Bytes)
{
    public double Gib => Math.Round(Bytes / (double)(1 << 30), 2);
}

/// <summary>Something that could not be read.</summary>
internal sealed record UnavailableStats(string What, string Reason);

/// <summary>Processes that run or wait for a disk, on average over 1, 5 and 15 minutes.</summary>
internal sealed record LoadStats(double One, double Five, double Fifteen);

/// <param name="Cores">How many there are.</param>
/// <param name="All">Over all cores, where 100 is all of them busy.</param>
internal sealed record CpuStats(int Cores, CpuShares All, IReadOnlyList<CoreShares> PerCore);

/// <summary>Percent of the time. Used is all but idle and waiting for disks.</summary>
internal readonly record struct CpuShares(double Used, double User, double Nice, double System, double IoWait, double Irq, double Steal, double Idle);

internal readonly record struct CoreShares(int Core, CpuShares Shares);

/// <param name="Available">What programs could still get, caches given up.</param>
/// <param name="Used">Total without available.</param>
/// <param name="Anonymous">Programs' own memory, which no file holds.</param>
/// <param name="Cache">Contents of files that can be read again.</param>
internal sealed record MemoryStats(ByteSize Total, ByteSize Available, ByteSize Used, double UsedPercent, ByteSize Anonymous, ByteSize Cache, ByteSize Shared, ByteSize Free);

internal sealed record SwapStats(ByteSize Total, ByteSize Used, double UsedPercent);

internal sealed record PressureStats(StallStats? Cpu, StallStats? Memory, StallStats? Io);

/// <summary>Percent of the last 10 and 60 seconds in which some (or all) work stood still.</summary>
internal sealed record StallStats(double Some10, double Some60, double? Full10, double? Full60);

/// <summary>Space on a mounted file system.</summary>
/// <param name="UsedPercent">As df counts: of what is not reserved for root.</param>
/// <param name="Inodes">Null on file systems that make them as needed.</param>
/// <param name="Problem">Why the numbers are missing, e.g. a network mount that does not answer.</param>
internal sealed record DiskStats(
    string Mount,
    string Device,
    string Type,
    bool ReadOnly,
    ByteSize? Total,
    ByteSize? Used,
    ByteSize? Available,
    double? UsedPercent,
    long? Inodes,
    long? InodesUsed,
    double? InodesUsedPercent,
    string? Problem);

internal sealed record DiskTrafficStats(string Device, double ReadBytesPerSecond, double WriteBytesPerSecond, double ReadsPerSecond, double WritesPerSecond, double BusyPercent);

internal sealed record NetworkStats(
    string Interface,
    double ReceivedBytesPerSecond,
    double SentBytesPerSecond,
    ByteSize Received,
    ByteSize Sent,
    double ErrorsPerSecond,
    double DropsPerSecond);

internal sealed record TemperatureStats(string Chip, string Label, double Celsius, double? Critical);

/// <summary>A graphics card. What it does not tell is null.</summary>
/// <param name="Id">Its own id or place on the bus, the same after a restart.</param>
internal sealed record GpuStats(
    string Vendor,
    int Index,
    string Id,
    string Name,
    double? UsedPercent,
    ByteSize? MemoryTotal,
    ByteSize? MemoryUsed,
    double? Celsius,
    double? Watts,
    double? WattsLimit,
    IReadOnlyList<GpuProcess>? Processes);

/// <summary>A process that computes on a graphics card.</summary>
internal sealed record GpuProcess(int Pid, ByteSize? Memory);

/// <summary>What a container takes, from its control group. What the kernel does not tell is null.</summary>
/// <param name="Name">Null where no engine tells of it; so are those that follow.</param>
/// <param name="Project">Of docker compose, as the service.</param>
/// <param name="CpuPercent">Of one core; null where there is no earlier look to compare with.</param>
/// <param name="Memory">What it uses, without files in memory that nobody else needed the room of.</param>
/// <param name="Limit">What it may use at most; null where there is no limit.</param>
/// <param name="Anonymous">Its programs' own memory.</param>
/// <param name="Cache">Contents of files.</param>
/// <param name="Tasks">Processes and their threads.</param>
internal sealed record ContainerStats(
    string Id,
    string? Name,
    string? Image,
    string? Project,
    string? Service,
    double? CpuPercent,
    ByteSize? Memory,
    ByteSize? Limit,
    double? MemoryPercent,
    ByteSize? Anonymous,
    ByteSize? Cache,
    long? Tasks,
    double? ReadBytesPerSecond,
    double? WriteBytesPerSecond,
    PressureStats? Pressure);
