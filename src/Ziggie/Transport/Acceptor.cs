using System.Net;
using System.Net.Sockets;
using Ziggie.Transport.Epoll;

namespace Ziggie.Transport;

/// <summary>What a listener says to whoever made it. Calls come one at a time, on Linux on a loop: they must not block.</summary>
internal interface IAccepting
{
    void Accepted(ReadySocket socket, IPAddress? from);

    /// <summary>No connection can be taken now (too many files are open, as a rule); it is tried again in a moment.</summary>
    void Failed(SocketException reason);
}

/// <summary>Takes connections from a listening socket until it is disposed, which closes that.</summary>
internal abstract class Acceptor : IDisposable
{
    protected static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static Acceptor Start(Socket listening, IAccepting accepting, TimeProvider time)
    {
        // On Linux those that are accepted have it from here; the other way sets it once more.
        listening.NoDelay = true;
        return EpollLoop.IsAvailable ? new EpollAcceptor(listening, accepting, time) : new RuntimeAcceptor(listening, accepting, time);
    }

    public abstract void Dispose();
}
