using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Ziggie.Machine.Files;

/// <summary>A folder whose entries are numbers, such as a process's <c>fd</c>, held open: the kernel then finds each entry without the way to it. Failures are negative error numbers.</summary>
/// <param name="descriptor">Of the folder, or why it could not be opened.</param>
internal readonly ref struct NumberedFolder(int descriptor)
{
    private const int LongestNumber = 12;

    /// <summary>Fills the list anew.</summary>
    /// <returns>0, or why there are none.</returns>
    [SkipLocalsInit]
    public int Numbers(List<int> into)
    {
        into.Clear();
        if (descriptor < 0) return descriptor;
        Span<byte> entries = stackalloc byte[16 << 10];
        int length;
        while ((length = FileCalls.Entries(descriptor, entries)) > 0) Add(entries[..length], into);
        return length;
    }

    public int ReadLink(int number, Span<byte> into)
    {
        Span<byte> name = stackalloc byte[LongestNumber];
        Utf8Formatter.TryFormat(number, name, out var length);
        name[length] = 0;
        return FileCalls.ReadLink(descriptor, name, into);
    }

    public void Dispose()
    {
        if (descriptor >= 0) FileCalls.Close(descriptor);
    }

    // Eight bytes of inode, eight of offset, two of length, one of type, the name with a zero byte.
    private static void Add(ReadOnlySpan<byte> entries, List<int> into)
    {
        const int NameAt = 19;
        while (entries.Length > NameAt)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(entries[16..]);
            if (length <= NameAt || length > entries.Length) return;
            var name = entries[NameAt..length];
            if (Utf8Parser.TryParse(name, out int number, out var used) && used < name.Length && name[used] == 0) into.Add(number);
            entries = entries[length..];
        }
    }
}
