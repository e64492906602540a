namespace Ziggie.Machine.Sampling.Processes;

/// <summary>The processes that take most.</summary>
/// <param name="IntervalSeconds">The time that the shares of the processors are about.</param>
/// <param name="BootId">Another after every start of the machine.</param>
/// <param name="Total">How many processes there are, shown or not.</param>
internal sealed record ProcessList(DateTimeOffset At, double IntervalSeconds, string? BootId, int Total, int Running, long Threads, IReadOnlyList<ProcessInfo> Items);

/// <summary>One process. With the id of the machine's start, its pid and its start ticks are this process and no other.</summary>
/// <param name="State">running, sleeping, waiting (for a disk), stopped, traced, zombie, idle or dead.</param>
/// <param name="CpuPercent">Of one core.</param>
/// <param name="Memory">What of it is in memory.</param>
/// <param name="MemoryPercent">Of the machine's memory.</param>
internal sealed record ProcessInfo(
    int Pid,
    int ParentPid,
    string Name,
    string? User,
    string State,
    double CpuPercent,
    ByteSize Memory,
    double MemoryPercent,
    int Threads,
    DateTimeOffset? StartedAt,
    long StartTicks);
