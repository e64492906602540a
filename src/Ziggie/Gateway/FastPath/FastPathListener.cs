using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Ziggie.Gateway.FastPath;

/// <summary>
/// Accepts every connection and begins it on the fast path; the web server accepts from here those that were handed over. When it stops, idle
/// connections end and running requests are given the time that the server has.
/// </summary>
internal sealed class FastPathListener : IConnectionListener
{
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_acceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly FastPathServices _services;
    private readonly MemoryPool<byte> _pool;
    private readonly SocketConnectionContextFactory _contexts;
    private readonly ConcurrentDictionary<FastPathConnection, byte> _open = new();
    private readonly Channel<ConnectionContext> _handedOver = Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _sweep;
    private readonly Task _accepting;

    /// <param name="pool">For the connections that the web server gets; ended with the listener.</param>
    public FastPathListener(Socket socket, FastPathServices services, MemoryPool<byte> pool)
    {
        (_socket, _services, _pool) = (socket, services, pool);
        EndPoint = socket.LocalEndPoint!;
        _contexts = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions { UnsafePreferInlineScheduling = true }, services.Log);
        _sweep = services.Time.CreateTimer(static l => ((FastPathListener)l!).Sweep(), this, s_sweep, s_sweep);
        _accepting = AcceptAllAsync();
    }

    public EndPoint EndPoint { get; }

    public bool Closing { get; private set; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _handedOver.Reader.WaitToReadAsync(cancellationToken) && _handedOver.Reader.TryRead(out var connection) ? connection : null;

    /// <summary>Gives a connection to the web server.</summary>
    /// <param name="read">Bytes that were read from it already.</param>
    public void HandOver(FastPathConnection from, Socket socket, byte[] read)
    {
        if (!Closing && _handedOver.Writer.TryWrite(new HandedOverConnection(_contexts.Create(socket), read, _pool))) Ended(from);
        else Ended(from, socket);
    }

    public void Ended(FastPathConnection connection, Socket? close = null)
    {
        close?.Dispose();
        _open.TryRemove(connection, out _);
        if (Closing && _open.IsEmpty) _empty.TrySetResult();
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (Closing) return;
        Closing = true;
        _socket.Dispose();
        await _accepting;
        _handedOver.Writer.TryComplete();
        foreach (var (connection, _) in _open) connection.EndIfIdle();
        if (_open.IsEmpty) _empty.TrySetResult();
        try
        {
            await _empty.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Their time is over; DisposeAsync ends them.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync(new CancellationToken(canceled: true));
        foreach (var (connection, _) in _open) connection.Abort();
        await _sweep.DisposeAsync();
        _contexts.Dispose();
        _pool.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        while (!Closing)
        {
            try
            {
                var socket = await _socket.AcceptAsync();
                socket.NoDelay = true;
                var connection = new FastPathConnection(socket, this, _services);
                _open.TryAdd(connection, 0);
                _ = connection.RunAsync();
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException) when (Closing)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // Left before it was accepted.
            }
            catch (SocketException e)
            {
                // Out of file handles, as a rule: others end and free theirs.
                FastPathLog.AcceptFailed(_services.Log, e.Message);
                await Task.Delay(s_acceptPause, _services.Time);
            }
        }
    }

    private void Sweep()
    {
        if (_open.IsEmpty) return;
        var now = Environment.TickCount64;
        foreach (var (connection, _) in _open) connection.EndIfLate(now);
    }
}
