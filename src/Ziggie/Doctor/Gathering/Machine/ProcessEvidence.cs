namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Which process, beyond doubt: pids are used again, these together are not.</summary>
/// <param name="StartTicks">Field 22 of /proc/PID/stat.</param>
internal sealed record ProcessIdentity(string BootId, int Pid, long StartTicks);

/// <summary>What is known of a process. What may not be read is null.</summary>
internal sealed record ProcessEvidence(ProcessIdentity Identity, int ParentPid, string Name, string CommandLine, DateTimeOffset? Started)
{
    /// <summary>As it was called; a blank within one is no border.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
    public int? UserId { get; init; }

    /// <summary>Its group and those that it is also in.</summary>
    public IReadOnlyList<int> GroupIds { get; init; } = [];
    public string? Executable { get; init; }
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether its paths are this machine's, not those of a container.</summary>
    public bool SharesFiles { get; init; } = true;

    /// <summary>As it was started with. May hold secrets: name variables, show values only of addresses, never of keys.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Files beside it: in its working directory, and in the folder of its script.</summary>
    public ProcessFiles Files { get; init; } = ProcessFiles.None;

    /// <summary>The network namespace that it lives in.</summary>
    public long? Network { get; init; }

    /// <summary>Open files, and how many it may open.</summary>
    public int? OpenFiles { get; init; }
    public long? OpenFilesLimit { get; init; }
    public int? Threads { get; init; }

    /// <summary>The narrowest bound on the number of threads in its control groups.</summary>
    public ThreadBound? ThreadBound { get; init; }

    public int Pid => Identity.Pid;
}

/// <summary>A control group that may only have so many threads.</summary>
/// <param name="Path">Of its folder.</param>
internal sealed record ThreadBound(string Path, long Used, long Most);

/// <summary>What lies where such a program looks for its settings and leaves its marks.</summary>
/// <param name="Environments">Such as <c>.env</c>.</param>
/// <param name="Examples">Such as <c>.env.example</c>, where there is no <c>.env</c> beside it.</param>
/// <param name="Missing">Environment files that a compose file there names and that are not there.</param>
/// <param name="Pids">Files that say which process runs.</param>
internal sealed record ProcessFiles(IReadOnlyList<EnvironmentFile> Environments, IReadOnlyList<EnvironmentFile> Examples, IReadOnlyList<string> Missing, IReadOnlyList<PidFile> Pids)
{
    public static readonly ProcessFiles None = new([], [], [], []);
}

/// <summary>A file such as <c>.env</c>.</summary>
internal sealed record EnvironmentFile(string Path, DateTimeOffset Changed, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>Names of those that a process has otherwise or not at all; what is made of other variables is left aside.</summary>
    public IReadOnlyList<string> NotIn(IReadOnlyDictionary<string, string> environment) =>
        [.. Variables.Where(v => !v.Value.Contains('$', StringComparison.Ordinal) && environment.GetValueOrDefault(v.Key) != v.Value).Select(v => v.Key).Order(StringComparer.Ordinal)];
}

/// <summary>A file that says which process runs.</summary>
/// <param name="Content">As it stands there.</param>
/// <param name="Holder">The process that has the number now; null where none has.</param>
internal sealed record PidFile(string Path, DateTimeOffset Changed, string Content, int Pid, PidHolder? Holder);

/// <summary>A process in a few words.</summary>
internal sealed record PidHolder(string Name, string CommandLine, DateTimeOffset? Started);
