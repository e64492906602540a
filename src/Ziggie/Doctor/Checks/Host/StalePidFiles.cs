using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Checks.Host;

/// <summary>S503: files that name a process which is gone or another one.</summary>
internal sealed class StalePidFiles : ICheck
{
    /// <summary>Its time and the process's start are told by different clocks.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(60);

    public string Name => "pid files";

    public IEnumerable<Finding> Look(Evidence evidence) =>
        evidence.PidFiles.Concat(LocalServers.Of(evidence).SelectMany(p => p.Files.Pids)).DistinctBy(f => f.Path).Where(IsStale).Select(f => Found(f, evidence));

    /// <summary>A process that began after its number was written down can't be the one that is meant.</summary>
    internal static bool IsStale(PidFile file) => file.Holder is null || file.Holder.Started is { } started && started > file.Changed + s_slack;

    private static Finding Found(PidFile file, Evidence evidence)
    {
        var isOwn = file.Path == Path.Join(evidence.Subjects.DataDirectory, "ziggie.pid");
        var who = file.Holder is null ? "which has ended" : $"which is another program by now ({Amounts.OneLine(file.Holder.Name, 40)}, started {Amounts.Time(file.Holder.Started!.Value)})";
        var cause = $"{file.Path} names process {file.Pid}, {who}. The file was written {Amounts.Time(file.Changed)}.{(isOwn ? " Ziggie itself does not mind: it was killed or lost power, and writes the file anew when it starts." : " A program that trusts it says that it runs already, or ends a stranger.")}";
        return new Finding(SystemCodes.StalePidFile, $"file:{file.Path}", cause, $"Make sure that the program does not run, and remove the file: `rm {file.Path}`.")
        {
            Severity = isOwn && file.Holder is null ? Severity.Hint : Severity.Warning,
            Evidence =
            [
                $"cat {file.Path} → {file.Pid}",
                file.Holder is null ? $"ps -p {file.Pid} → no such process" : $"ps -o lstart,cmd -p {file.Pid} → {(file.Holder.Started is { } at ? Amounts.Time(at) : "?")} {Amounts.OneLine(file.Holder.CommandLine.Length > 0 ? file.Holder.CommandLine : file.Holder.Name)}",
                $"stat -c %y {file.Path} → {Amounts.Time(file.Changed)}",
            ],
        };
    }
}
