using System.Runtime.InteropServices;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>The system's calls for asking the kernel through a socket; failures are negative error numbers.</summary>
internal static unsafe partial class SocketCalls
{
    private const int CloseOnExec = 0x80000;

    public static int Socket(int family, int type, int protocol) => FileCalls.Checked(socket(family, type | CloseOnExec, protocol));

    public static int SetOption(int file, int level, int option, ReadOnlySpan<byte> value)
    {
        fixed (byte* p = value) return FileCalls.Checked(setsockopt(file, level, option, p, (uint)value.Length));
    }

    public static int Send(int file, ReadOnlySpan<byte> message)
    {
        fixed (byte* p = message) return FileCalls.Checked((int)send(file, p, (nuint)message.Length, 0));
    }

    public static int Receive(int file, Span<byte> into)
    {
        fixed (byte* p = into) return FileCalls.Checked((int)recv(file, p, (nuint)into.Length, 0));
    }

#pragma warning disable IDE1006 // The names of the C library.
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
