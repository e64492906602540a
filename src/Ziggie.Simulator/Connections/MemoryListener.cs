using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Ziggie.Simulator.Connections;

/// <summary>Accepts connections that are pairs of pipes within the process: no port, nothing to reach from outside.</summary>
internal sealed class MemoryListener : IConnectionListenerFactory, IConnectionListener
{
    private const int MaxWaiting = 512;

    private readonly Channel<ConnectionContext> _waiting = Channel.CreateBounded<ConnectionContext>(MaxWaiting);

    public EndPoint EndPoint { get; private set; } = new MemoryEndPoint();

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    /// <summary>The caller's end of a new connection.</summary>
    public async ValueTask<ConnectionContext> ConnectAsync(CancellationToken cancellation)
    {
        var (callerReads, serverReads) = (new Pipe(), new Pipe());
        var server = new MemoryConnection(new Duplex(serverReads.Reader, callerReads.Writer));
        var caller = new MemoryConnection(new Duplex(callerReads.Reader, serverReads.Writer)) { Other = server };
        server.Other = caller;
        await _waiting.Writer.WriteAsync(server, cancellation);
        return caller;
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _waiting.Reader.ReadAsync(cancellationToken);
        }
        catch (Exception e) when (e is ChannelClosedException or OperationCanceledException)
        {
            return null;
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _waiting.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    private sealed class MemoryEndPoint : EndPoint;

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

/// <summary>One end of a connection within the process; aborting one end ends the other.</summary>
internal sealed class MemoryConnection(IDuplexPipe transport) : ConnectionContext
{
    // Never disposed: the other end may close this one at any time, and without a timer there is nothing to free.
    private readonly CancellationTokenSource _closed = new();
    private int _ended;

    public MemoryConnection? Other { get; set; }
    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");
    public override IFeatureCollection Features { get; } = new FeatureCollection();
    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();
    public override IDuplexPipe Transport { get; set; } = transport;
    public override CancellationToken ConnectionClosed { get => _closed.Token; set => throw new NotSupportedException(); }

    public override void Abort(ConnectionAbortedException abortReason) => End();

    public override ValueTask DisposeAsync()
    {
        End();
        return base.DisposeAsync();
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;
        Transport.Output.Complete();
        Transport.Input.CancelPendingRead();
        // The other end sees its caller leave, as a closed socket would tell it.
        if (Other is { } other) ThreadPool.UnsafeQueueUserWorkItem(static o => o._closed.Cancel(), other, preferLocal: false);
    }
}
