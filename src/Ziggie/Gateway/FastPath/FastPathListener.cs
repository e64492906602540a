using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Ziggie.Transport;

namespace Ziggie.Gateway.FastPath;

/// <summary>
/// Accepts every connection and begins it on the fast path; the web server accepts from here those that were handed over. When it stops, idle
/// connections end and running requests are given the time that the server has.
/// </summary>
internal sealed class FastPathListener : IConnectionListener, IAccepting
{
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(2);

    private readonly FastPathServices _services;
    private readonly MemoryPool<byte> _pool;
    private readonly SocketConnectionContextFactory _contexts;
    private readonly ConcurrentDictionary<FastPathConnection, byte> _open = new();
    private readonly Channel<ConnectionContext> _handedOver = Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _sweep;
    private readonly Acceptor _acceptor;

    /// <param name="pool">For the connections that the web server gets; ended with the listener.</param>
    public FastPathListener(Socket socket, FastPathServices services, MemoryPool<byte> pool)
    {
        (_services, _pool) = (services, pool);
        EndPoint = socket.LocalEndPoint!;
        _contexts = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions { UnsafePreferInlineScheduling = true }, services.Log);
        _sweep = services.Time.CreateTimer(static l => ((FastPathListener)l!).Sweep(), this, s_sweep, s_sweep);
        _acceptor = Acceptor.Start(socket, this, services.Time);
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

    void IAccepting.Accepted(ReadySocket socket, IPAddress? from)
    {
        var connection = new FastPathConnection(socket, from, this, _services);
        _open.TryAdd(connection, 0);
        _ = connection.RunAsync();
    }

    void IAccepting.Failed(SocketException reason) => FastPathLog.AcceptFailed(_services.Log, reason.Message);

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (Closing) return;
        Closing = true;
        _acceptor.Dispose();
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

    private void Sweep()
    {
        if (_open.IsEmpty) return;
        var now = Environment.TickCount64;
        foreach (var (connection, _) in _open) connection.EndIfLate(now);
    }
}
