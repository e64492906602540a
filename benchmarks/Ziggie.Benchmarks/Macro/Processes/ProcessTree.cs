using System.Globalization;

namespace Ziggie.Benchmarks.Macro.Processes;

/// <summary>What a process and its children use, from /proc.</summary>
/// <param name="pids">As they were when it was made: neither Ziggie nor nginx makes new ones while it serves.</param>
internal sealed class ProcessTree(IReadOnlyList<int> pids)
{
    /// <summary>Of /proc's processor times; the same on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    public static ProcessTree Of(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), out var pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Select(pid => (Pid: pid, Parent: Stat(pid) is { } stat ? int.Parse(stat[1], CultureInfo.InvariantCulture) : 0))
            .ToList();
        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++) tree.AddRange(parents.Where(p => p.Parent == tree[i]).Select(p => p.Pid));
        return new ProcessTree(tree);
    }

    public ProcessTree Without(int root) => new([.. pids.Where(p => p != root)]);

    /// <summary>Processor time since they started, also that of children that have ended.</summary>
    public double CpuSeconds() => pids.Select(Stat).OfType<string[]>().Sum(s => s[11..15].Sum(t => double.Parse(t, CultureInfo.InvariantCulture))) / TicksPerSecond;

    /// <summary>Resident memory, pages that processes share counted in parts.</summary>
    public double MemoryBytes() => pids.Sum(pid => Kibibytes($"/proc/{pid}/smaps_rollup", "Pss:") ?? Kibibytes($"/proc/{pid}/status", "VmRSS:") ?? 0) * 1024;

    public double ResidentBytes() => pids.Sum(pid => Kibibytes($"/proc/{pid}/status", "VmRSS:") ?? 0) * 1024;

    // The name in parentheses may hold anything, so the fields are counted from behind it: state, parent, …
    private static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double? Kibibytes(string path, string name)
    {
        try
        {
            var line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? null : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
