using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Ziggie.Machine.Files;

/// <summary>A process as a sweep found it; a value, so that a sweep over thousands allocates nothing.</summary>
internal struct ProcessRow
{
    public int Pid;
    public int Parent;
    public int Threads;
    public byte State;

    /// <summary>Processor time since its start.</summary>
    public long CpuTicks;

    /// <summary>When it started, counted from the machine's start: with the pid, and the id of the machine's start, it is this process and no other.</summary>
    public long StartTicks;
    public long ResidentPages;

    /// <summary>Percent of one core since the sweep before.</summary>
    public double CpuPercent;
    public int NameLength;
    public ProcessName Name;

    /// <summary>The name as it is.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)Name)[..NameLength];
}

/// <summary>A process's name as bytes: programs' have 15 at most, the kernel's own workers more.</summary>
[InlineArray(Most)]
internal struct ProcessName
{
    public const int Most = 64;
    private byte _first;
}
