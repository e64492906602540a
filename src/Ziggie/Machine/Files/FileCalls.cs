using System.Runtime.InteropServices;

namespace Ziggie.Machine.Files;

/// <summary>
/// The calls of Linux's C library for reading hundreds of tiny files, folders and links: .NET's own add several system calls and an allocation to each.
/// Paths end with a zero byte; failures are negative error numbers.
/// </summary>
internal static unsafe partial class FileCalls
{
    public const int NoPermission = -1;
    public const int AccessDenied = -13;

    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>The descriptor.</summary>
    public static int Open(ReadOnlySpan<byte> path)
    {
        fixed (byte* p = path) return Checked(open(p, ReadOnlyCloseOnExec));
    }

    /// <summary>How much was read; 0 at the end.</summary>
    public static int Read(int file, Span<byte> into)
    {
        fixed (byte* p = into) return Checked((int)read(file, p, (nuint)into.Length));
    }

    /// <summary>The next entries of a directory, as the kernel lays them out.</summary>
    public static int Entries(int directory, Span<byte> into)
    {
        fixed (byte* p = into) return Checked((int)getdents64(directory, p, (nuint)into.Length));
    }

    public static int ReadLink(ReadOnlySpan<byte> path, Span<byte> into)
    {
        fixed (byte* p = path)
        fixed (byte* to = into) return Checked((int)readlink(p, to, (nuint)into.Length));
    }

    /// <param name="directory">A descriptor that the path starts from.</param>
    public static int ReadLink(int directory, ReadOnlySpan<byte> path, Span<byte> into)
    {
        fixed (byte* p = path)
        fixed (byte* to = into) return Checked((int)readlinkat(directory, p, to, (nuint)into.Length));
    }

    public static void Close(int file) => _ = close(file);

    /// <summary>Fills words: block size, fragment size, blocks, free, available, inodes, free inodes, …</summary>
    public static int FileSystem(string path, ulong* words) => statvfs(path, words);

    internal static int Checked(int result) => result >= 0 ? result : -Math.Max(1, Marshal.GetLastPInvokeError());

#pragma warning disable IDE1006 // The names of the C library.
    [LibraryImport("libc", SetLastError = true)]
    private static partial int open(byte* path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int file, byte* into, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint getdents64(int directory, byte* into, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint readlink(byte* path, byte* into, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint readlinkat(int directory, byte* path, byte* into, nuint length);

    [LibraryImport("libc")]
    private static partial int close(int file);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statvfs(string path, ulong* words);
#pragma warning restore IDE1006
}
