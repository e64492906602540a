using System.Buffers;
using Ziggie.Identity;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>The pipeline for callers inside the process.</summary>
internal sealed class FrontDoor(Pipeline pipeline, TimeProvider time) : IFrontDoor
{
    public async Task<FrontDoorResult> CallAsync(Caller caller, ModelRequest request, FrontDoorOrigin origin, IReplySink sink, CancellationToken cancel)
    {
        var exchange = new Exchange
        {
            Id = RequestIds.Next(),
            Caller = caller,
            DoorName = origin.Door,
            Head = RequestHead.Of(request),
            Stream = request.Stream,
            Request = request,
            Client = origin.Client,
            Address = origin.Address,
            StartedAt = time.GetTimestamp(),
            StartedAtUnix = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Meter = new Meter(time),
        };
        using var left = cancel.UnsafeRegister(static x => ((Exchange)x!).Abort(AbortReason.CallerLeft), exchange);
        using var revoked = caller.Revoked.UnsafeRegister(static x => ((Exchange)x!).Abort(AbortReason.CallerRevoked), exchange);
        var result = await pipeline.RunAsync(exchange, new InnerReply(sink));
        cancel.ThrowIfCancellationRequested();
        return new FrontDoorResult(result.Error, exchange.Target?.Backend.Name, exchange.Target?.Model.Name, exchange.Route, exchange.Dropped?.Names ?? []);
    }

    private sealed class InnerReply(IReplySink sink) : IReply
    {
        public bool Started => false;

        public IBufferWriter<byte> Output => throw new InvalidOperationException("An inner caller takes events, not bytes.");

        public void Start(Exchange exchange, int status, string contentType, long length)
        {
        }

        public ValueTask FlushAsync() => ValueTask.CompletedTask;

        public ReplyTranslation Translate(Exchange exchange, IBufferWriter<byte> buffer)
        {
            if (sink is IRouteSink routed && exchange.Target is { } target) routed.Routed(target.Backend.Name, target.Model.Name, exchange.Route);
            return new(sink, null);
        }
    }
}
