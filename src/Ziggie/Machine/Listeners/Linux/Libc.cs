using System.Runtime.InteropServices;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>The system's calls for reading many small files and links; paths end with a zero byte, failures are negative error numbers.</summary>
internal static unsafe partial class Libc
{
    public const int NoPermission = -1;
    public const int NoSuchFile = -2;
    public const int AccessDenied = -13;

    private const int CloseOnExec = 0x80000;

    public static int Open(ReadOnlySpan<byte> path)
    {
        fixed (byte* p = path) return Checked(open(p, CloseOnExec));
    }

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

    public static void Close(int file) => _ = close(file);

    public static int Socket(int family, int type, int protocol) => Checked(socket(family, type | CloseOnExec, protocol));

    public static int SetOption(int file, int level, int option, ReadOnlySpan<byte> value)
    {
        fixed (byte* p = value) return Checked(setsockopt(file, level, option, p, (uint)value.Length));
    }

    public static int Send(int file, ReadOnlySpan<byte> message)
    {
        fixed (byte* p = message) return Checked((int)send(file, p, (nuint)message.Length, 0));
    }

    public static int Receive(int file, Span<byte> into)
    {
        fixed (byte* p = into) return Checked((int)recv(file, p, (nuint)into.Length, 0));
    }

    private static int Checked(int result) => result >= 0 ? result : -Math.Max(1, Marshal.GetLastPInvokeError());

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
    private static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int file, int level, int option, byte* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int file, byte* message, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int file, byte* into, nuint length, int flags);
#pragma warning restore IDE1006
}
