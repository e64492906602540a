using System.Net;
using System.Net.Sockets;

namespace Ziggie.Transport;

/// <summary>By the runtime's sockets, on every system.</summary>
internal sealed class RuntimeSocket : ReadySocket
{
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _wait = new(true);
    private IReadable? _reader;

    public RuntimeSocket(Socket socket)
    {
        _socket = socket;
        socket.Blocking = false;
        _wait.Completed += (_, _) => Tell();
    }

    public override int Loop => Nothing;

    public override bool Ended => false;

    public static async ValueTask<RuntimeSocket> OpenAsync(EndPoint endpoint, CancellationToken cancel)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, endpoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        if (endpoint is IPEndPoint) socket.NoDelay = true;
        try
        {
            await socket.ConnectAsync(endpoint, cancel);
            return new RuntimeSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override int TryReceive(Span<byte> into)
    {
        var read = _socket.Receive(into, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => read,
            SocketError.WouldBlock => Nothing,
            _ => throw new SocketException((int)error),
        };
    }

    public override void WhenReadable(IReadable reader)
    {
        _reader = reader;
        try
        {
            // Without room for bytes it waits for the first one.
            if (_socket.ReceiveAsync(_wait)) return;
        }
        catch (ObjectDisposedException)
        {
            // The reader learns it when it reads.
        }
        Tell();
    }

    public override ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes) => _socket.SendAsync(bytes, SocketFlags.None);

    public override void Shutdown(SocketShutdown how)
    {
        try
        {
            _socket.Shutdown(how);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
    }

    public override void Dispose()
    {
        _socket.Dispose();
        _wait.Dispose();
    }

    public override Socket Release()
    {
        _wait.Dispose();
        return _socket;
    }

    private void Tell()
    {
        var reader = _reader;
        _reader = null;
        reader?.Readable();
    }
}
