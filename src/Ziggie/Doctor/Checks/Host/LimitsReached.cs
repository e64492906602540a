using System.Globalization;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Checks.Host;

/// <summary>S508: open files and threads near their limits.</summary>
internal sealed class LimitsReached : ICheck
{
    private const double Warning = 0.80;
    private const double Problem = 0.95;

    public string Name => "limits";

    public IEnumerable<Finding> Look(Evidence evidence)
    {
        var servers = LocalServers.Of(evidence).Append(evidence.Process(evidence.OwnPid)).OfType<ProcessEvidence>().DistinctBy(p => p.Pid).ToList();
        foreach (var process in servers)
        {
            var who = process.Pid == evidence.OwnPid ? "Ziggie" : $"{Amounts.OneLine(process.Name, 40)} (process {process.Pid})";
            if (process is { OpenFiles: { } open, OpenFilesLimit: { } most } && Near(open, most) is { } files)
            {
                yield return new Finding(
                    SystemCodes.LimitsReached, $"process:{process.Pid}", $"{who} has {open} files and connections open and may have {most}. At the limit it takes no more connections.",
                    $"Raise it now: `sudo prlimit --pid {process.Pid} --nofile=65536`; and for good where it is started (LimitNOFILE=, ulimit -n). If the number grows for ever, the program leaks them.")
                {
                    Severity = files,
                    Evidence = [$"ls /proc/{process.Pid}/fd | wc -l → {open}", $"grep 'open files' /proc/{process.Pid}/limits → {most}"],
                };
            }
        }
        foreach (var (bound, who) in servers.Where(p => p.ThreadBound is not null).Select(p => (p.ThreadBound!, p)).DistinctBy(b => b.Item1.Path))
        {
            if (Near(bound.Used, bound.Most) is not { } threads) continue;
            yield return new Finding(
                SystemCodes.LimitsReached, $"process:{who.Pid}", $"The control group of {Amounts.OneLine(who.Name, 40)} has {bound.Used} threads and may have {bound.Most}. At the limit nothing in it can start a thread or a process.",
                "Raise it: TasksMax= in the service's unit, or --pids-limit of the container.")
            { Severity = threads, Evidence = [$"cat {bound.Path}/pids.current → {bound.Used}", $"cat {bound.Path}/pids.max → {bound.Most}"] };
        }
        if (evidence.System is { OpenFiles: { } all, OpenFilesLimit: { } limit } && Near(all, limit) is { } machineFiles)
            yield return OfMachine(machineFiles, string.Create(CultureInfo.InvariantCulture, $"All programs of this machine have {all} files open, and the kernel allows {limit}."), "Raise it: `sudo sysctl fs.file-max=…`, and find who opens so many: `sudo lsof | awk '{print $1}' | sort | uniq -c | sort -n | tail`.", $"cat /proc/sys/fs/file-nr → {all} 0 {limit}");
        if (evidence.System is { Threads: { } count, ThreadsLimit: { } bounded } && Near(count, bounded) is { } machineThreads)
            yield return OfMachine(machineThreads, $"All programs of this machine have {count} threads, and the kernel allows {bounded}.", "Raise it: `sudo sysctl kernel.pid_max=… kernel.threads-max=…`, and find who has so many: `ps -eo nlwp,pid,cmd --sort=-nlwp | head`.", $"cut -d/ -f2 /proc/loadavg → {count}; cat /proc/sys/kernel/threads-max /proc/sys/kernel/pid_max → {bounded}");
    }

    private static Finding OfMachine(Severity severity, string cause, string fix, string evidence) =>
        new(SystemCodes.LimitsReached, "machine", cause, fix) { Severity = severity, Evidence = [evidence] };

    private static Severity? Near(long used, long most) => most <= 0 ? null : used >= most * Problem ? Severity.Problem : used >= most * Warning ? Severity.Warning : null;
}
