using System.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.ControlGroups;

/// <summary>
/// Where the control groups are, in each of the three ways in which machines have them: version 2 alone, one tree for each controller (version 1), or both.
/// Not thread-safe.
/// </summary>
internal sealed class GroupTree(MachineRoots roots)
{
    private const int IdLength = 64;
    private const int MostFolders = 4096, Deepest = 8;

    private static readonly EnumerationOptions s_readable = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
    private readonly SmallFile _file = new();

    private string Root => roots.SysFile("fs/cgroup");

    /// <summary>The groups of a process; null where it is gone, or in no group of its own.</summary>
    /// <param name="id">The container that it is of: groups that this one has made below its own count with it.</param>
    public GroupFolders? OfProcess(int pid, string id)
    {
        if (!_file.TryRead(roots.ProcFile($"{pid}/cgroup"), out var text)) return null;
        GroupFolders found = new(null, null, null, null, null);
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            // 4:cpu,cpuacct:/docker/ID, or 0::/system.slice/docker-ID.scope for version 2.
            var first = line.IndexOf((byte)':');
            var second = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)':');
            if (second < 0) continue;
            var path = Encoding.UTF8.GetString(line[(first + second + 2)..]);
            // The group of all, and groups outside of what this process may see.
            if (path is "/" or "" || path.Contains("/..", StringComparison.Ordinal)) continue;
            found = With(found, Encoding.UTF8.GetString(line.Slice(first + 1, second)), Whole(path, id));
        }
        return found == new GroupFolders(null, null, null, null, null) ? null : found;
    }

    /// <summary>Every container whose group is there, by id, whoever started it.</summary>
    public Dictionary<string, GroupFolders> Containers()
    {
        Dictionary<string, GroupFolders> found = new(StringComparer.Ordinal);
        var isUnified = File.Exists($"{Root}/cgroup.controllers");
        var top = isUnified ? Root : Folder("memory") ?? Folder("pids") ?? (Directory.Exists($"{Root}/unified") ? $"{Root}/unified" : null);
        if (top is null) return found;
        var left = new Queue<(string Folder, int Depth)>([(top, 0)]);
        for (var looked = 0; looked < MostFolders && left.TryDequeue(out var next); looked++)
        {
            foreach (var folder in Below(next.Folder))
            {
                var name = Path.GetFileName(folder);
                // Those who watch over a container have a group that is named for it too; a pod is a group of containers.
                if (name.Contains("conmon", StringComparison.Ordinal)) continue;
                if (!name.StartsWith("libpod_pod_", StringComparison.Ordinal) && IdIn(name) is { } id) found.TryAdd(id, At(folder[top.Length..], isUnified));
                else if (next.Depth < Deepest) left.Enqueue((folder, next.Depth + 1));
            }
        }
        return found;
    }

    private GroupFolders At(string path, bool isUnified) => isUnified
        ? new GroupFolders(Root + path, null, null, null, null)
        : new GroupFolders($"{Root}/unified{path}", In("cpuacct", path) ?? In("cpu,cpuacct", path), In("memory", path), In("pids", path), In("blkio", path));

    private GroupFolders With(GroupFolders found, string controllers, string path)
    {
        if (controllers.Length == 0) return found with { Unified = (File.Exists($"{Root}/cgroup.controllers") ? Root : $"{Root}/unified") + path };
        foreach (var controller in controllers.Split(','))
        {
            var folder = (Folder(controller) ?? $"{Root}/{controllers}") + path;
            found = controller switch
            {
                "cpuacct" => found with { Cpu = folder },
                "memory" => found with { Memory = folder },
                "pids" => found with { Tasks = folder },
                "blkio" => found with { Io = folder },
                _ => found,
            };
        }
        return found;
    }

    private string? In(string controller, string path) => Folder(controller) is { } folder ? folder + path : null;

    private string? Folder(string controller) => Directory.Exists($"{Root}/{controller}") ? $"{Root}/{controller}" : null;

    private static string Whole(string path, string id)
    {
        var at = path.IndexOf(id, StringComparison.Ordinal);
        var end = at < 0 ? -1 : path.IndexOf('/', at);
        return end < 0 ? path : path[..end];
    }

    private static string? IdIn(string name)
    {
        var run = 0;
        for (var i = 0; i < name.Length; i++)
        {
            run = name[i] is >= '0' and <= '9' or >= 'a' and <= 'f' ? run + 1 : 0;
            if (run == IdLength && (i + 1 == name.Length || !char.IsAsciiHexDigitLower(name[i + 1]))) return name[(i + 1 - IdLength)..(i + 1)];
        }
        return null;
    }

    private static List<string> Below(string folder)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder, "*", s_readable).Take(MostFolders)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile.
            return [];
        }
    }
}
