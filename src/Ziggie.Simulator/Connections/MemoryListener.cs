using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

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
internal sealed class MemoryConnection(IDuplexPipe transport) : DefaultConnectionContext(Guid.NewGuid().ToString("N"), transport, transport)
{
    private int _ended;

    public MemoryConnection? Other { get; set; }

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
        if (Other is { } other) ThreadPool.UnsafeQueueUserWorkItem(static o => o.Closed(), other, preferLocal: false);
    }

    private void Closed() => base.Abort(new ConnectionAbortedException("The other end left."));
}
