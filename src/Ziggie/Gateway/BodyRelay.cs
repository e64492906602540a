using System.Buffers;
using Ziggie.Backends;
using Ziggie.Backends.Upstream;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>Relays a reply that comes as one body: read whole (bounded), metered, recorded, then written.</summary>
internal sealed class BodyRelay(Ledger ledger, TimeProvider time)
{
    private const int MaxBody = 256 << 20;

    /// <summary>Reading a larger body takes so long that the other connections of the loop would wait.</summary>
    private const int MostOnLoop = 128 << 10;

    /// <summary>Answers a count of tokens where the backend has no such endpoint: by the model itself in Ziggie's own engine, else an estimate that costs nothing.</summary>
    public async ValueTask<AttemptResult> CountAsync(Exchange exchange, IReply reply, Target target)
    {
        var tokens = target.Backend.Engine is { } engine ? await CountAsync(engine, exchange, target) : exchange.Head.PromptTokens;
        using var written = PooledBuffer.Lazy();
        var (sink, writer) = reply.Translate(exchange, written);
        sink.Usage(new TokenUsage(tokens, 0));
        writer?.Complete();
        await ledger.RecordSuccess(exchange);
        reply.Start(exchange, 200, "application/json", written.WrittenCount);
        reply.Output.Write(written.WrittenSpan);
        exchange.Meter.Passed = true;
        return new(AttemptOutcome.Done);
    }

    private static async ValueTask<int> CountAsync(IEngine engine, Exchange exchange, Target target)
    {
        using var chat = PooledBuffer.Rent();
        WireFormats.OpenAiChat.WriteRequest(exchange.ReadRequest(), target.Model.Name, chat, new DroppedFields());
        using var wait = exchange.BeginWait();
        try
        {
            return await engine.CountAsync(chat.WrittenMemory, wait.Token);
        }
        finally
        {
            exchange.EndWait();
        }
    }

    public async ValueTask<AttemptResult> RunAsync(Relay relay, ResponseHead head)
    {
        var (exchange, connection) = (relay.Exchange, relay.Connection);
        using var whole = PooledBuffer.Lazy();
        var piece = await Pings.WaitAsync(relay, connection.ReadAsync(), time);
        var body = piece;
        if (head.Body != BodyKind.Length || piece.Length < head.Length)
        {
            while (!piece.IsEmpty)
            {
                if (whole.WrittenCount + piece.Length > MaxBody) throw new UpstreamException(UpstreamFailure.Garbage, "its answer is larger than 256 MiB");
                whole.Write(piece.Span);
                piece = await connection.ReadAsync();
            }
            body = whole.WrittenMemory;
        }
        exchange.LastActivity = time.GetTimestamp();
        if (body.Length > MostOnLoop) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var written = PooledBuffer.Lazy();
        // A reply that is to be streamed, but came as one body, goes through a writer even in the same dialect.
        var verbatim = relay.Request.PassThrough && !exchange.Stream;
        var translation = verbatim ? default : relay.Reply.Translate(exchange, written);
        exchange.Meter.Begin(translation.Sink);
        relay.Request.Format.CreateReader(stream: false).Read(default, body.Span, exchange.Meter);
        if (exchange.Meter.Failure is { } failure) return new(AttemptOutcome.Failed, failure);
        exchange.Meter.MarkContent();
        translation.Writer?.Complete();

        await ledger.RecordSuccess(exchange);
        if (verbatim)
        {
            relay.Reply.Start(exchange, head.Status, head.ContentType ?? "application/json", body.Length);
            relay.Reply.Output.Write(body.Span);
        }
        else if (translation.Writer is { } writer)
        {
            relay.Reply.Start(exchange, 200, writer.ContentType, exchange.Stream ? -1 : written.WrittenCount);
            relay.Reply.Output.Write(written.WrittenSpan);
        }
        exchange.Meter.Passed = true;
        return new(AttemptOutcome.Done);
    }
}
