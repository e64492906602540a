using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ziggie.Transport.Epoll;

/// <summary>The calls of Linux's C library that sockets in a loop need, and what its error numbers mean.</summary>
internal static unsafe partial class Libc
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int InProgress = 115;

    public const int Add = 1;
    public const int Delete = 2;

    public const uint In = 0x1;
    public const uint Out = 0x4;
    public const uint Error = 0x8;
    public const uint HangUp = 0x10;
    public const uint PeerHangUp = 0x2000;
    public const uint EdgeTriggered = 1u << 31;

    public const ushort Inet = 2;
    public const ushort Inet6 = 10;

    private const int CloseOnExec = 0x80000;
    private const int DuplicateCloseOnExec = 1030;
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int Unix = 1;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int Stream = 1;
    private const int NonBlock = 0x800;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;
    private const int SocketLevel = 1;
    private const int SocketErrorOption = 4;

    public static int CreateEpoll() => EpollCreate(CloseOnExec);

    /// <summary>A second descriptor of the same socket; -1 where there can be none.</summary>
    public static int Duplicate(SafeSocketHandle socket) => FileControl(socket, DuplicateCloseOnExec, 0);

    public static void NeverBlock(Descriptor socket) => _ = FileControl(socket, SetFlags, FileControl(socket, GetFlags, 0) | NonBlock);

    public static int Receive(Descriptor socket, Span<byte> into)
    {
        fixed (byte* bytes = into) return (int)Recv(socket, bytes, (nuint)into.Length, DontWait);
    }

    public static int Send(Descriptor socket, ReadOnlySpan<byte> from)
    {
        fixed (byte* bytes = from) return (int)Send(socket, bytes, (nuint)from.Length, DontWait | NoSignal);
    }

    /// <summary>A socket for TCP, or a Unix one, that never blocks; -1 where there can be none.</summary>
    public static int OpenSocket(AddressFamily family)
    {
        var socket = Socket(family switch { AddressFamily.InterNetworkV6 => Inet6, AddressFamily.Unix => Unix, _ => Inet }, Stream | NonBlock | CloseOnExec, 0);
        var on = 1;
        if (socket >= 0 && family != AddressFamily.Unix) _ = SetSocketOption(socket, TcpLevel, NoDelay, &on, sizeof(int));
        return socket;
    }

    /// <summary>A connection of a listening socket, which never blocks, and where it comes from; -1 where there is none.</summary>
    public static int Accept(Descriptor listening, Span<byte> address)
    {
        var length = (uint)address.Length;
        fixed (byte* bytes = address) return Accept(listening, bytes, &length, NonBlock | CloseOnExec);
    }

    public static int Connect(Descriptor socket, ReadOnlySpan<byte> address)
    {
        fixed (byte* bytes = address) return Connect(socket, bytes, (uint)address.Length);
    }

    /// <summary>What became of a connect that was not done at once: 0 or an error number.</summary>
    public static int ConnectError(Descriptor socket)
    {
        var error = 0;
        var length = (uint)sizeof(int);
        return GetSocketOption(socket, SocketLevel, SocketErrorOption, &error, &length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    public static SocketException Failure(int error) => new((int)(error switch
    {
        13 or 1 => SocketError.AccessDenied,
        24 or 23 => SocketError.TooManyOpenSockets,
        32 => SocketError.Shutdown,
        99 => SocketError.AddressNotAvailable,
        101 => SocketError.NetworkUnreachable,
        103 => SocketError.ConnectionAborted,
        104 => SocketError.ConnectionReset,
        105 or 12 => SocketError.NoBufferSpaceAvailable,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    }));

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int Control(int epoll, int operation, Descriptor socket, byte* @event);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int Wait(int epoll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(Descriptor socket, int how);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Recv(Descriptor socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(Descriptor socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(Descriptor socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetSocketOption(Descriptor socket, int level, int option, int* value, uint* length);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSocketOption(int socket, int level, int option, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(SafeHandle socket, int command, int argument);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    private static partial int Accept(Descriptor listening, byte* address, uint* length, int flags);
}
