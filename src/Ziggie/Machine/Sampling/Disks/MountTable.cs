using System.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.Disks;

/// <summary>The mounts that hold data, from <c>/proc/self/mounts</c>.</summary>
internal sealed class MountTable(MachineRoots roots)
{
    /// <summary>Looking at an automount would mount it.</summary>
    private static readonly HashSet<string> s_withoutSpace = new(StringComparer.Ordinal)
    {
        "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs", "fusectl", "fuse.gvfsd-fuse", "fuse.lxcfs",
        "fuse.portal", "hugetlbfs", "iso9660", "mqueue", "nsfs", "proc", "pstore", "ramfs", "rpc_pipefs", "securityfs", "selinuxfs", "squashfs", "sysfs", "tracefs",
    };

    private static readonly string[] s_kernels = ["/proc", "/sys", "/dev", "/run"];
    private readonly SmallFile _file = new();

    /// <summary>At most so many, in the order of their mounting; null where the machine does not tell.</summary>
    public IReadOnlyList<Mount>? Read(int most)
    {
        if (!_file.TryRead(roots.ProcFile("self/mounts"), out var text)) return null;
        List<Mount> found = [];
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            var fields = new TextFields(line);
            if (!fields.TryWord(out var device) || !fields.TryWord(out var path) || !fields.TryWord(out var type) || !fields.TryWord(out var options)) continue;
            var mount = new Mount(Unescape(device), Unescape(path), Encoding.UTF8.GetString(type), options.StartsWith("ro,"u8) || options.SequenceEqual("ro"u8));
            if (IsData(mount)) Add(found, mount, most);
        }
        return found;
    }

    private static bool IsData(Mount mount) =>
        !s_withoutSpace.Contains(mount.Type)
        && !(mount.Type == "tmpfs" && Array.Exists(s_kernels, k => mount.Path == k || mount.Path.StartsWith(k + "/", StringComparison.Ordinal)));

    /// <summary>A device that is mounted in several places is one disk: the shortest path speaks for it. What is mounted over another hides it.</summary>
    private static void Add(List<Mount> found, Mount mount, int most)
    {
        var over = found.FindIndex(m => m.Path == mount.Path);
        if (over >= 0) found.RemoveAt(over);
        var same = mount.Device.StartsWith("/dev/", StringComparison.Ordinal) ? found.FindIndex(m => m.Device == mount.Device) : -1;
        if (same < 0 && found.Count < most) found.Add(mount);
        else if (same >= 0 && mount.Path.Length < found[same].Path.Length) found[same] = mount;
    }

    /// <summary>Blanks and the like are written as a backslash and three octal digits.</summary>
    private static string Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\')) return Encoding.UTF8.GetString(text);
        Span<byte> plain = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 3 < text.Length && IsOctal(text[i + 1]) && IsOctal(text[i + 2]) && IsOctal(text[i + 3]))
            {
                plain[length++] = (byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0'));
                i += 3;
            }
            else
            {
                plain[length++] = text[i];
            }
        }
        return Encoding.UTF8.GetString(plain[..length]);
    }

    private static bool IsOctal(byte b) => b is >= (byte)'0' and <= (byte)'7';
}

internal sealed record Mount(string Device, string Path, string Type, bool ReadOnly);
