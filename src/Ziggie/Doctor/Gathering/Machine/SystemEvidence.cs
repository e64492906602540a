namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>The kernel's own bounds and marks. What it does not tell is null.</summary>
internal sealed record SystemEvidence
{
    /// <summary>Open files of all processes, and how many there may be.</summary>
    public long? OpenFiles { get; init; }
    public long? OpenFilesLimit { get; init; }

    /// <summary>Threads of all processes, and how many there may be.</summary>
    public long? Threads { get; init; }
    public long? ThreadsLimit { get; init; }

    /// <summary>Whether something keeps the clock right; null where the kernel does not say.</summary>
    public bool? ClockIsKept { get; init; }
}
