using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ziggie.Transport.Epoll;

/// <summary>Takes connections on one loop and gives them to all in turn: who comes in a crowd is served by all processors at once.</summary>
internal sealed class EpollAcceptor : Acceptor, IReadable
{
    /// <summary>At once, before the loop's other sockets have their turn.</summary>
    private const int Batch = 64;
    private const int LongestAddress = 28;

    private readonly EpollSocket _listening;
    private readonly IAccepting _accepting;
    private readonly ITimer _again;

    public EpollAcceptor(Socket listening, IAccepting accepting, TimeProvider time)
    {
        _accepting = accepting;
        _listening = EpollSocket.TakeListening(listening);
        _again = time.CreateTimer(static a => ((EpollAcceptor)a!).Wait(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wait();
    }

    public override void Dispose()
    {
        _again.Dispose();
        _listening.Dispose();
    }

    void IReadable.Readable()
    {
        Span<byte> address = stackalloc byte[LongestAddress];
        for (var i = 0; i < Batch; i++)
        {
            try
            {
                if (!_listening.TryAccept(address, out var accepted))
                {
                    _listening.WhenReadable(this);
                    return;
                }
                _accepting.Accepted(accepted, Read(address));
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // Left before it was accepted.
            }
            catch (SocketException e)
            {
                _accepting.Failed(e);
                _again.Change(Pause, Timeout.InfiniteTimeSpan);
                return;
            }
        }
        if (EpollLoop.Current is { } loop) loop.AfterTurn(((IReadable)this).Readable);
        else _again.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Wait() => _listening.WhenReadable(this);

    private static IPAddress? Read(ReadOnlySpan<byte> address) => MemoryMarshal.Read<ushort>(address) switch
    {
        Libc.Inet => new IPAddress(address.Slice(4, 4)),
        Libc.Inet6 => new IPAddress(address.Slice(8, 16), MemoryMarshal.Read<uint>(address[24..])),
        _ => null,
    };
}
