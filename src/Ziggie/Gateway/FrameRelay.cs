using Ziggie.Backends.Upstream;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>
/// Relays a reply that comes in frames, flushing for every piece that arrives. What comes before the first content is held back, so that
/// another backend may still be tried. The same dialect is passed on byte for byte; only frames with token counts that the caller did not
/// ask for are left out.
/// </summary>
internal sealed class FrameRelay(Ledger ledger, TimeProvider time)
{
    private const int MaxFrame = 16 << 20;
    private const int MaxHeld = 256 << 10;

    public async ValueTask<AttemptResult> RunAsync(Relay relay)
    {
        var exchange = relay.Exchange;
        using var stream = new FrameStream(relay);
        while (true)
        {
            var coming = relay.Connection.ReadAsync();
            var piece = await (exchange.Meter.Passed ? coming : Pings.WaitAsync(relay, coming, time));
            exchange.LastActivity = time.GetTimestamp();
            if (piece.IsEmpty) stream.End();
            else stream.Read(piece.Span);
            if (stream.TailLength > MaxFrame) throw new UpstreamException(UpstreamFailure.Garbage, "one event of its answer is larger than 16 MiB");
            if (exchange.Meter.Failure is { } failure) return new(exchange.Meter.Passed ? AttemptOutcome.Broken : AttemptOutcome.Failed, failure);
            if (stream.Ended || piece.IsEmpty)
            {
                if (!stream.Finished) return Unfinished(relay);
                stream.Complete();
                await ledger.RecordSuccess(exchange);
            }
            if (stream.Ended || piece.IsEmpty || exchange.Meter.HasContent || stream.HeldLength > MaxHeld)
            {
                if (stream.Pass()) await SendAsync(relay);
            }
            if (!stream.Ended && !piece.IsEmpty) continue;
            if (!piece.IsEmpty) Drain(relay);
            return new(AttemptOutcome.Done);
        }
    }

    private static async ValueTask SendAsync(Relay relay)
    {
        relay.Exchange.Meter.Passed = true;
        var flush = relay.Reply.FlushAsync();
        if (flush.IsCompletedSuccessfully) return;
        relay.Exchange.Sending = true;
        await flush;
        relay.Exchange.Sending = false;
    }

    private static AttemptResult Unfinished(Relay relay) => new(
        relay.Exchange.Meter.Passed ? AttemptOutcome.Broken : AttemptOutcome.Failed,
        new WireError(ErrorKind.Backend, $"Backend {relay.Target.Backend.Name} ended its reply without a finish reason.", "backend_unfinished"));

    /// <summary>The last frame is often followed by nothing but the end of the body: reading that frees the connection, but the caller need not wait for it.</summary>
    private void Drain(Relay relay)
    {
        var rest = relay.Connection.ReadAsync();
        if (rest.IsCompletedSuccessfully && rest.GetAwaiter().GetResult().IsEmpty) return;
        relay.Exchange.Detach(relay.Connection);
        _ = DrainAsync(relay, rest.IsCompleted ? relay.Connection.ReadAsync() : rest);
    }

    private async Task DrainAsync(Relay relay, ValueTask<ReadOnlyMemory<byte>> rest)
    {
        await using var limit = time.CreateTimer(static c => ((UpstreamConnection)c!).Abort(), relay.Connection, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        try
        {
            for (var left = 16; left > 0 && !(await rest).IsEmpty; left--) rest = relay.Connection.ReadAsync();
        }
        catch (UpstreamException)
        {
            // The reply was whole; only the connection is not worth keeping.
        }
        finally
        {
            relay.Target.Backend.Pool.Return(relay.Connection);
        }
    }
}
