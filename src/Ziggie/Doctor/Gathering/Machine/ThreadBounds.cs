using System.Globalization;
using Ziggie.Machine.Sampling;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Finds how many threads a process's control groups may have, and have.</summary>
internal sealed class ThreadBounds(MachineRoots roots)
{
    private const int Deepest = 32;

    /// <param name="groups">What /proc/PID/cgroup says.</param>
    public ThreadBound? Of(string? groups)
    {
        foreach (var line in (groups ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(':', 3) is not [var number, var controllers, var path]) continue;
            var mount = number == "0" ? "fs/cgroup" : controllers.Split(',').Contains("pids") ? "fs/cgroup/pids" : null;
            if (mount is not null && Narrowest(mount, path) is { } found) return found;
        }
        return null;
    }

    /// <summary>A group is also held by those that it lies in.</summary>
    private ThreadBound? Narrowest(string mount, string path)
    {
        ThreadBound? narrowest = null;
        for (var (at, i) = (path.TrimEnd('/'), 0); i < Deepest; i++)
        {
            var folder = roots.SysFile(mount + at);
            if (Number(folder, "pids.max") is { } most and > 0 && Number(folder, "pids.current") is { } used
                && (narrowest is null || (double)used / most > (double)narrowest.Used / narrowest.Most)) narrowest = new ThreadBound(folder, used, most);
            if (at.LastIndexOf('/') is var slash && slash < 0) break;
            at = at[..slash];
        }
        return narrowest;
    }

    private static long? Number(string folder, string file) =>
        long.TryParse(ProcReads.Text($"{folder}/{file}")?.Trim(), CultureInfo.InvariantCulture, out var number) ? number : null;
}
