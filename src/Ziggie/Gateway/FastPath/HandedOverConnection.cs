using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Ziggie.Gateway.FastPath;

/// <summary>A connection for the web server of which some bytes were read before: these come first, then the rest.</summary>
internal sealed class HandedOverConnection : ConnectionContext
{
    private readonly ConnectionContext _inner;
    private readonly IDuplexPipe _transport;
    private readonly Task _pump;

    public HandedOverConnection(ConnectionContext inner, byte[] read, MemoryPool<byte> pool)
    {
        _inner = inner;
        _transport = inner.Transport;
        // The server counts on a pool whose smallest piece is not empty.
        inner.Features.Set<IMemoryPoolFeature>(new Pool(pool));
        var input = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
        Transport = new Duplex(input.Reader, _transport.Output);
        _pump = PumpAsync(read, input.Writer);
    }

    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId
    {
        get => _inner.ConnectionId;
        set => _inner.ConnectionId = value;
    }

    public override IFeatureCollection Features => _inner.Features;

    public override IDictionary<object, object?> Items
    {
        get => _inner.Items;
        set => _inner.Items = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _inner.ConnectionClosed;
        set => _inner.ConnectionClosed = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _inner.LocalEndPoint;
        set => _inner.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _inner.RemoteEndPoint;
        set => _inner.RemoteEndPoint = value;
    }

    public override void Abort(ConnectionAbortedException abortReason) => _inner.Abort(abortReason);

    public override async ValueTask DisposeAsync()
    {
        _transport.Input.CancelPendingRead();
        await _pump;
        await _inner.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task PumpAsync(byte[] read, PipeWriter into)
    {
        Exception? failure = null;
        try
        {
            if (read.Length > 0) await into.WriteAsync(read);
            await _transport.Input.CopyToAsync(into);
        }
        catch (OperationCanceledException)
        {
            // The server is done with it.
        }
        catch (Exception e)
        {
            failure = e;
        }
        await into.CompleteAsync(failure);
        await _transport.Input.CompleteAsync();
    }

    private sealed record Pool(MemoryPool<byte> MemoryPool) : IMemoryPoolFeature;

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
