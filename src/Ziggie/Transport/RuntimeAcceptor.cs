using System.Net;
using System.Net.Sockets;

namespace Ziggie.Transport;

/// <summary>By the runtime's sockets, on every system.</summary>
internal sealed class RuntimeAcceptor : Acceptor
{
    private readonly Socket _listening;
    private readonly IAccepting _accepting;
    private readonly TimeProvider _time;
    private volatile bool _closed;

    public RuntimeAcceptor(Socket listening, IAccepting accepting, TimeProvider time)
    {
        (_listening, _accepting, _time) = (listening, accepting, time);
        _ = RunAsync();
    }

    public override void Dispose()
    {
        _closed = true;
        _listening.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_closed)
        {
            try
            {
                var socket = await _listening.AcceptAsync();
                socket.NoDelay = true;
                var from = (socket.RemoteEndPoint as IPEndPoint)?.Address;
                _accepting.Accepted(new RuntimeSocket(socket), from);
            }
            catch (Exception e) when (_closed && e is SocketException or ObjectDisposedException)
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
                await Task.Delay(Pause, _time);
            }
        }
    }
}
