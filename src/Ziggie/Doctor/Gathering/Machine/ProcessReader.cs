using System.Globalization;
using Ziggie.Doctor.Fixes.Processes;
using Ziggie.Machine.Sampling;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Reads one process from /proc; what may not be read is left out.</summary>
internal sealed class ProcessReader(MachineRoots roots)
{
    private const int TicksPerSecond = 100;
    private const int MostFiles = 100_000;

    private readonly ThreadBounds _bounds = new(roots);

    /// <summary>Null where the process is gone, or this is no Linux.</summary>
    public ProcessEvidence? Read(int pid)
    {
        if (Text(pid, "stat") is not { } stat || Identify(pid, stat) is not { } identity) return null;
        var fields = Fields(stat);
        string[] arguments = [.. (Text(pid, "cmdline") ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries)];
        var process = new ProcessEvidence(identity, Number(fields, 1), NameOf(stat), string.Join(' ', arguments), Started(identity.StartTicks))
        {
            Arguments = arguments,
            UserId = UserOf(pid),
            GroupIds = GroupsOf(pid),
            Executable = Link(pid, "exe"),
            WorkingDirectory = Link(pid, "cwd"),
            SharesFiles = Link(pid, "ns/mnt") == ProcReads.Link(roots.ProcFile("self/ns/mnt")),
            Environment = Variables(pid),
            Network = NetworkOf(pid),
            OpenFiles = CountFiles(pid),
            OpenFilesLimit = OpenFilesLimit(pid),
            Threads = Number(fields, 17),
            ThreadBound = _bounds.Of(Text(pid, "cgroup")),
        };
        return process.SharesFiles ? process with { Files = FilesBeside.Of(process, this) } : process;
    }

    /// <summary>Null where there is no such process.</summary>
    public ProcessIdentity? Identify(int pid) => Text(pid, "stat") is { } stat ? Identify(pid, stat) : null;

    /// <summary>Who has this number now; null where nobody has.</summary>
    public PidHolder? Holder(int pid)
    {
        if (Text(pid, "stat") is { } stat && Identify(pid, stat) is { } identity)
            return new PidHolder(NameOf(stat), string.Join(' ', (Text(pid, "cmdline") ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries)), Started(identity.StartTicks));
        // Some systems show nobody the processes of others: what is not seen is not gone.
        return IsHidden(pid) ? new PidHolder("a process that may not be seen", "", null) : null;
    }

    /// <summary>0 where the process is gone.</summary>
    public int ParentOf(int pid) => Text(pid, "stat") is { } stat ? Number(Fields(stat), 1) : 0;

    private ProcessIdentity? Identify(int pid, string stat)
    {
        var fields = Fields(stat);
        // A zombie listens to nothing and has nothing left.
        if (fields is [] or ["Z" or "X", ..] || fields.Length < 20 || !long.TryParse(fields[19], CultureInfo.InvariantCulture, out var start)) return null;
        return new ProcessIdentity(ProcReads.Text(roots.ProcFile("sys/kernel/random/boot_id"))?.Trim() ?? "", pid, start);
    }

    private bool IsHidden(int pid)
    {
        if (roots.Proc != "/proc" || !OperatingSystem.IsLinux() || pid <= 0 || Directory.Exists(roots.ProcFile(pid.ToString(CultureInfo.InvariantCulture)))) return false;
        try
        {
            using var held = HeldProcess.Hold(pid);
            return held is not null;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>The name may hold brackets, blanks and newlines: it ends at the last bracket.</summary>
    private static string[] Fields(string stat) => stat.LastIndexOf(')') is >= 0 and var close && close + 2 <= stat.Length ? stat[(close + 2)..].Split(' ') : [];

    private static string NameOf(string stat) => stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')];

    private string? Text(int pid, string file) => ProcReads.Text(PathOf(pid, file));

    private string? Link(int pid, string file) => ProcReads.Link(PathOf(pid, file));

    private string PathOf(int pid, string file) => roots.ProcFile(string.Create(CultureInfo.InvariantCulture, $"{pid}/{file}"));

    private DateTimeOffset? Started(long ticks) =>
        ProcReads.Line(ProcReads.Text(roots.ProcFile("stat")), "btime ") is { } boot && long.TryParse(boot, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddSeconds((double)ticks / TicksPerSecond)
            : null;

    private int? UserOf(int pid) =>
        ProcReads.Line(Text(pid, "status"), "Uid:")?.Split('\t') is [_, _, var effective, ..] && int.TryParse(effective, CultureInfo.InvariantCulture, out var id) ? id : null;

    private int[] GroupsOf(int pid)
    {
        var status = Text(pid, "status");
        var own = ProcReads.Line(status, "Gid:")?.Split('\t') is [_, _, var effective, ..] ? effective : "";
        return [.. $"{own} {ProcReads.Line(status, "Groups:")}".Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(w => int.TryParse(w, CultureInfo.InvariantCulture, out var id) ? id : -1).Where(id => id >= 0).Distinct()];
    }

    private Dictionary<string, string>? Variables(int pid)
    {
        if (Text(pid, "environ") is not { } text) return null;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in text.Split('\0', StringSplitOptions.RemoveEmptyEntries))
            if (entry.IndexOf('=', StringComparison.Ordinal) is var at && at > 0) variables.TryAdd(entry[..at], entry[(at + 1)..]);
        return variables;
    }

    private int? CountFiles(int pid)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(PathOf(pid, "fd")).Take(MostFiles).Count();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private long? OpenFilesLimit(int pid)
    {
        var words = ProcReads.Line(Text(pid, "limits"), "Max open files")?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var soft, ..] && long.TryParse(soft, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    private long? NetworkOf(int pid) =>
        Link(pid, "ns/net") is { } link && link.LastIndexOf('[') is >= 0 and var open && long.TryParse(link.AsSpan(open + 1).TrimEnd(']'), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int Number(string[] fields, int index) => index < fields.Length && int.TryParse(fields[index], CultureInfo.InvariantCulture, out var value) ? value : 0;
}
