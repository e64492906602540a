using System.Net;
using System.Net.Sockets;
using Ziggie.Transport.Epoll;

namespace Ziggie.Transport;

/// <summary>
/// A connected socket that tells when there is something to read, and is read then: no buffer is held while it waits. One reader and one
/// writer at a time. On Linux few loops serve all of them, and what waits for a socket goes on within its loop; elsewhere the runtime's own
/// way is taken.
/// </summary>
internal abstract class ReadySocket : IDisposable
{
    /// <summary>What <see cref="TryReceive"/> says where there are no bytes now.</summary>
    public const int Nothing = -1;

    /// <summary>Loops are numbered below this.</summary>
    public const int MostLoops = 16;

    /// <summary>The loop that serves it, from 0; <see cref="Nothing"/> where there is none.</summary>
    public abstract int Loop { get; }

    /// <summary>The loop that the calling thread is; <see cref="Nothing"/> elsewhere.</summary>
    public static int CurrentLoop => EpollLoop.Current?.Number ?? Nothing;

    /// <summary>The other side has closed its end: nothing asked of it now would be answered.</summary>
    public abstract bool Ended { get; }

    /// <summary>Connects to the first address that takes it. Throws the <see cref="SocketException"/> of the last one.</summary>
    /// <param name="host">A name or an IP address.</param>
    public static async ValueTask<ReadySocket> ConnectAsync(string host, int port, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out var literal)) return await ConnectAsync(new IPEndPoint(literal, port), cancel);
        var addresses = await Dns.GetHostAddressesAsync(host, cancel);
        for (var i = 0; ; i++)
        {
            if (i == addresses.Length) throw new SocketException((int)SocketError.HostNotFound);
            try
            {
                return await ConnectAsync(new IPEndPoint(addresses[i], port), cancel);
            }
            catch (SocketException) when (i < addresses.Length - 1)
            {
                // The next one may answer.
            }
        }
    }

    /// <summary>Bytes read now, 0 at the end, <see cref="Nothing"/> where there are none yet. Throws <see cref="SocketException"/>, or <see cref="ObjectDisposedException"/> when it was closed here.</summary>
    public abstract int TryReceive(Span<byte> into);

    /// <summary>Tells once, when <see cref="TryReceive"/> has something to say; also when the socket is closed. It may do so before this returns.</summary>
    public abstract void WhenReadable(IReadable reader);

    /// <summary>How many bytes were taken, at least one; waits only while there is room for none. Throws as <see cref="TryReceive"/> does.</summary>
    public abstract ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Ends one or both directions; who waits is told. Never throws.</summary>
    public abstract void Shutdown(SocketShutdown how);

    /// <summary>Closes at once, from any thread, any number of times; who waits is told.</summary>
    public abstract void Dispose();

    /// <summary>Gives up the socket for other use. Nobody may wait for it now.</summary>
    public abstract Socket Release();

    /// <summary>Connects to one address: TCP, or a Unix socket.</summary>
    public static async ValueTask<ReadySocket> ConnectAsync(EndPoint endpoint, CancellationToken cancel) =>
        EpollLoop.IsAvailable ? await EpollSocket.OpenAsync(endpoint, cancel) : await RuntimeSocket.OpenAsync(endpoint, cancel);
}
