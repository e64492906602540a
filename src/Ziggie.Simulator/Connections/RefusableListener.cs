using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ziggie.Simulator.Connections;

/// <summary>
/// Kestrel's transport, but the port can be closed and opened again while the server runs: what a crashed and restarted process looks
/// like from outside. The port stays reserved in between.
/// </summary>
internal sealed class RefusableListener : IConnectionListenerFactory, IConnectionListener
{
    private const int Backlog = 512;

    // One byte: a flush returns when its bytes have left for the network, so that a fault after it comes after them.
    private readonly SocketConnectionContextFactory _connections = new(new SocketConnectionFactoryOptions { MaxWriteBufferSize = 1 }, NullLogger.Instance);
    private readonly ConcurrentDictionary<ConnectionContext, byte> _open = new();
    private readonly Lock _gate = new();
    private Socket? _reserved;
    private Socket? _listening;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 0);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        _reserved = Bind(endpoint);
        EndPoint = _reserved.LocalEndPoint!;
        Refuse(false);
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    /// <summary>Closes the port and resets every connection, or opens it again.</summary>
    public void Refuse(bool refuse)
    {
        lock (_gate)
        {
            if (_closed || refuse == (_listening is null)) return;
            if (refuse)
            {
                _listening!.Dispose();
                _listening = null;
            }
            else
            {
                _listening = Listen();
            }
            Signal();
        }
        if (!refuse) return;
        foreach (var connection in _open.Keys) connection.Abort(new ConnectionAbortedException("Simulated failure: the port is closed."));
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Socket? listening;
            Task changed;
            lock (_gate)
            {
                if (_closed) return null;
                listening = _listening;
                changed = _changed.Task;
            }
            if (listening is null)
            {
                await changed.WaitAsync(cancellationToken);
                continue;
            }
            try
            {
                return Track(await listening.AcceptAsync(cancellationToken));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Closed by Refuse or UnbindAsync, or a caller that was gone before it was accepted: look again.
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _closed = true;
            _listening?.Dispose();
            _reserved?.Dispose();
            Signal();
        }
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        _connections.Dispose();
    }

    private ConnectionContext Track(Socket socket)
    {
        socket.NoDelay = true;
        var connection = _connections.Create(socket);
        _open[connection] = 0;
        connection.ConnectionClosed.Register(() => _open.TryRemove(connection, out _));
        return connection;
    }

    private Socket Listen()
    {
        // Elsewhere two sockets cannot share the port: there the reservation itself listens, once more after each refusal.
        if (!OperatingSystem.IsLinux()) _reserved?.Dispose();
        var socket = Bind(EndPoint);
        socket.Listen(Backlog);
        return socket;
    }

    private static Socket Bind(EndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Signal()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
