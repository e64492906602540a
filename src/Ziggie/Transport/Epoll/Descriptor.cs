using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ziggie.Transport.Epoll;

/// <summary>A file descriptor that is closed when nobody uses it any more: a number that was given out again would be somebody else's.</summary>
internal sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    public Descriptor(nint number) : base(ownsHandle: true) => SetHandle(number);

    /// <summary>Takes over what a socket is connected to; the socket itself is closed.</summary>
    public static Descriptor Of(Socket socket)
    {
        using (socket)
        {
            var number = Libc.Duplicate(socket.SafeHandle);
            return number >= 0 ? new Descriptor(number) : throw Libc.Failure(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Gives it to a socket; this is of no use after that.</summary>
    public Socket ToSocket()
    {
        var number = handle;
        SetHandleAsInvalid();
        return new Socket(new SafeSocketHandle(number, ownsHandle: true));
    }

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
