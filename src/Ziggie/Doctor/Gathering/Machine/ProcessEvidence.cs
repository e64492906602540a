namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Which process, beyond doubt: pids are used again, these together are not.</summary>
/// <param name="StartTicks">Field 22 of /proc/PID/stat.</param>
internal sealed record ProcessIdentity(string BootId, int Pid, long StartTicks);

/// <summary>What is known of a process. What may not be read is null.</summary>
internal sealed record ProcessEvidence(ProcessIdentity Identity, int ParentPid, string Name, string CommandLine, DateTimeOffset? Started)
{
    public int? UserId { get; init; }
    public string? Executable { get; init; }
    public string? WorkingDirectory { get; init; }

    /// <summary>As it was started with. May hold secrets: name variables, show values only of addresses, never of keys.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Environment files where such a program looks for them: in its working directory.</summary>
    public IReadOnlyList<EnvironmentFile> EnvironmentFiles { get; init; } = [];

    /// <summary>Open files, and how many it may open.</summary>
    public int? OpenFiles { get; init; }
    public long? OpenFilesLimit { get; init; }
    public int? Threads { get; init; }

    public int Pid => Identity.Pid;
}

/// <summary>A file such as <c>.env</c>.</summary>
internal sealed record EnvironmentFile(string Path, DateTimeOffset Changed, IReadOnlyDictionary<string, string> Variables);
