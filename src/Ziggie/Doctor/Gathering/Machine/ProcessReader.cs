using System.Globalization;
using System.Text;
using Ziggie.Machine.Sampling;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Reads one process from /proc; what may not be read is left out.</summary>
internal sealed class ProcessReader(MachineRoots roots)
{
    private const int TicksPerSecond = 100;
    private const int MostBytes = 256 << 10;
    private const int MostFiles = 100_000;

    /// <summary>Null where the process is gone, or this is no Linux.</summary>
    public ProcessEvidence? Read(int pid)
    {
        if (Identify(pid) is not { } identity || Text(pid, "stat") is not { } stat) return null;
        var close = stat.LastIndexOf(')');
        var fields = stat[(close + 2)..].Split(' ');
        var working = Link(pid, "cwd");
        return new ProcessEvidence(identity, Number(fields, 1), stat[(stat.IndexOf('(') + 1)..close], CommandLine(pid), Started(identity.StartTicks))
        {
            UserId = UserOf(pid),
            Executable = Link(pid, "exe"),
            WorkingDirectory = working,
            Environment = Variables(pid),
            EnvironmentFiles = working is null ? [] : EnvironmentFiles.In(working),
            OpenFiles = CountFiles(pid),
            OpenFilesLimit = OpenFilesLimit(pid),
            Threads = Number(fields, 17),
        };
    }

    /// <summary>Null where there is no such process.</summary>
    public ProcessIdentity? Identify(int pid)
    {
        if (Text(pid, "stat") is not { } stat || stat.LastIndexOf(')') is var close && close < 0) return null;
        var fields = stat[(close + 2)..].Split(' ');
        // A zombie listens to nothing and has nothing left.
        if (fields is ["Z" or "X", ..] || fields.Length < 20 || !long.TryParse(fields[19], CultureInfo.InvariantCulture, out var start)) return null;
        return new ProcessIdentity(Read(roots.ProcFile("sys/kernel/random/boot_id"))?.Trim() ?? "", pid, start);
    }

    private string? Text(int pid, string file) => Read(roots.ProcFile(string.Create(CultureInfo.InvariantCulture, $"{pid}/{file}")));

    private string CommandLine(int pid) => string.Join(' ', (Text(pid, "cmdline") ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries));

    private DateTimeOffset? Started(long ticks)
    {
        var boot = Read(roots.ProcFile("stat"))?.Split('\n').FirstOrDefault(l => l.StartsWith("btime ", StringComparison.Ordinal));
        return boot is not null && long.TryParse(boot.AsSpan(6), CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddSeconds((double)ticks / TicksPerSecond)
            : null;
    }

    private int? UserOf(int pid)
    {
        var line = (Text(pid, "status") ?? "").Split('\n').FirstOrDefault(l => l.StartsWith("Uid:", StringComparison.Ordinal));
        return line?.Split('\t') is [_, _, var effective, ..] && int.TryParse(effective, CultureInfo.InvariantCulture, out var id) ? id : null;
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
            return Directory.EnumerateFileSystemEntries(roots.ProcFile(string.Create(CultureInfo.InvariantCulture, $"{pid}/fd"))).Take(MostFiles).Count();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private long? OpenFilesLimit(int pid)
    {
        var line = (Text(pid, "limits") ?? "").Split('\n').FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        var words = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var soft, ..] && long.TryParse(soft, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    private string? Link(int pid, string name)
    {
        try
        {
            return File.ResolveLinkTarget(roots.ProcFile(string.Create(CultureInfo.InvariantCulture, $"{pid}/{name}")), returnFinalTarget: false)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int Number(string[] fields, int index) => index < fields.Length && int.TryParse(fields[index], CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static string? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var buffer = new byte[MostBytes];
            var length = 0;
            while (length < buffer.Length && file.Read(buffer.AsSpan(length)) is var read && read > 0) length += read;
            // Names may hold any bytes; what is no UTF-8 shows as a mark.
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
