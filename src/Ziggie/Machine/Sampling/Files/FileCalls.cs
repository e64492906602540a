using System.Runtime.InteropServices;

namespace Ziggie.Machine.Sampling.Files;

/// <summary>The calls of Linux's C library that reading hundreds of tiny files asks for: .NET's own add several system calls and an allocation to each.</summary>
internal static unsafe partial class FileCalls
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>The descriptor; negative where it cannot be opened.</summary>
    /// <param name="path">Ends with a zero.</param>
    public static int Open(ReadOnlySpan<byte> path)
    {
        fixed (byte* start = path) return Open(start, ReadOnlyCloseOnExec);
    }

    /// <summary>How much was read; 0 at the end, negative where it cannot be read.</summary>
    public static int Read(int descriptor, Span<byte> into)
    {
        fixed (byte* start = into) return (int)Read(descriptor, start, (nuint)into.Length);
    }

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    /// <summary>Fills words: block size, fragment size, blocks, free, available, inodes, free inodes, …</summary>
    [LibraryImport("libc", EntryPoint = "statvfs", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileSystem(string path, ulong* words);

    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, byte* into, nuint length);
}
