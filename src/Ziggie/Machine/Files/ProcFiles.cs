using System.Buffers.Text;
using System.Text;

namespace Ziggie.Machine.Files;

/// <summary>Reads below /proc, or below a folder that stands in for it, without allocation. What is not there or may not be read is a negative error number, as of <see cref="FileCalls"/>.</summary>
internal sealed class ProcFiles(string root)
{
    private const int LongestName = 64;

    private readonly byte[] _root = Encoding.UTF8.GetBytes(root.TrimEnd('/') + "/");

    /// <summary>The beginning of a file, as much as fits.</summary>
    /// <param name="pid">0: not of a process.</param>
    public int Read(int pid, ReadOnlySpan<byte> name, Span<byte> into)
    {
        var file = Open(pid, name);
        if (file < 0) return file;
        try
        {
            var length = 0;
            while (length < into.Length)
            {
                var count = FileCalls.Read(file, into[length..]);
                if (count < 0) return count;
                if (count == 0) break;
                length += count;
            }
            return length;
        }
        finally
        {
            FileCalls.Close(file);
        }
    }

    /// <summary>What the kernel gives at the first read: of a process's short files it is all, as one moment saw it.</summary>
    public int ReadOnce(int pid, ReadOnlySpan<byte> name, Span<byte> into) => ReadOnce(pid, name, -1, into);

    /// <param name="number">A file in the folder of that name; negative: the name is the file itself.</param>
    public int ReadOnce(int pid, ReadOnlySpan<byte> name, int number, Span<byte> into)
    {
        Span<byte> path = stackalloc byte[_root.Length + LongestName];
        var file = FileCalls.Open(Compose(path, pid, name, number));
        if (file < 0) return file;
        var length = FileCalls.Read(file, into);
        FileCalls.Close(file);
        return length;
    }

    public int Open(int pid, ReadOnlySpan<byte> name)
    {
        Span<byte> path = stackalloc byte[_root.Length + LongestName];
        return FileCalls.Open(Compose(path, pid, name, -1));
    }

    /// <param name="number">A file in the folder of that name; negative: the name is the link itself.</param>
    public int ReadLink(int pid, ReadOnlySpan<byte> name, int number, Span<byte> into)
    {
        Span<byte> path = stackalloc byte[_root.Length + LongestName];
        return FileCalls.ReadLink(Compose(path, pid, name, number), into);
    }

    /// <summary>The entries of a folder that are numbers.</summary>
    /// <returns>0, or why there are none.</returns>
    public int Numbers(int pid, ReadOnlySpan<byte> name, List<int> into)
    {
        using var folder = Folder(pid, name);
        return folder.Numbers(into);
    }

    /// <summary>A folder of which many entries are read.</summary>
    public NumberedFolder Folder(int pid, ReadOnlySpan<byte> name) => new(Open(pid, name));

    /// <summary>The number in a link such as <c>socket:[4711]</c> or <c>net:[4026531840]</c>; 0 where it is another.</summary>
    public static long Bracketed(ReadOnlySpan<byte> link, ReadOnlySpan<byte> kind) =>
        link.StartsWith(kind) && Utf8Parser.TryParse(link[kind.Length..], out long number, out var used) && used + kind.Length < link.Length && link[kind.Length + used] == ']' ? number : 0;

    private ReadOnlySpan<byte> Compose(Span<byte> path, int pid, ReadOnlySpan<byte> name, int number)
    {
        _root.CopyTo(path);
        var length = _root.Length;
        if (pid > 0)
        {
            Utf8Formatter.TryFormat(pid, path[length..], out var digits);
            length += digits;
            path[length++] = (byte)'/';
        }
        name.CopyTo(path[length..]);
        length += name.Length;
        if (number >= 0)
        {
            path[length++] = (byte)'/';
            Utf8Formatter.TryFormat(number, path[length..], out var digits);
            length += digits;
        }
        path[length++] = 0;
        return path[..length];
    }
}
