using Microsoft.Extensions.Logging;
using Ziggie.Identity;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>What a request's head tells besides who calls.</summary>
/// <param name="Client">Its User-Agent.</param>
/// <param name="Address">Where it came from.</param>
/// <param name="Forwarded">Header lines that go on to a backend of the caller's dialect.</param>
internal readonly record struct RequestFacts(string? Client, string? Address, byte[] Forwarded);

/// <summary>A model request whose caller is known and whose body is read: routing keys, the <see cref="Pipeline"/>, and the end of the reply whatever happens.</summary>
internal sealed partial class ModelRequestHandler(Pipeline pipeline, ISettings settings, TimeProvider time, ILogger<ModelRequestHandler> log)
{
    public async ValueTask RunAsync(Door door, Caller caller, ReadOnlyMemory<byte> body, RequestFacts facts, HttpReply reply, long startedAt)
    {
        try
        {
            var exchange = Begin(door, caller, body, facts, startedAt);
            using var left = reply.Watch(exchange);
            using var revoked = caller.Revoked.UnsafeRegister(static x => ((Exchange)x!).Abort(AbortReason.CallerRevoked), exchange);
            var result = await pipeline.RunAsync(exchange, reply);
            if (result.Outcome == AttemptOutcome.Done) await reply.CompleteAsync();
            else if (exchange.Aborted == AbortReason.CallerLeft) reply.Abort();
            else await reply.FailAsync(exchange, result);
        }
        catch (WireException e) when (!reply.Started)
        {
            await reply.FailAsync(null, door.ErrorShape, e.Error);
        }
        catch (OperationCanceledException)
        {
            reply.Abort();
        }
        catch (Exception e) when (!reply.Started)
        {
            LogBug(log, e, door.Path);
            await reply.FailAsync(null, door.ErrorShape, new WireError(ErrorKind.Internal, "Ziggie failed to handle the request; its log has the details."));
        }
    }

    private Exchange Begin(Door door, Caller caller, ReadOnlyMemory<byte> body, in RequestFacts facts, long startedAt)
    {
        var limits = settings.Current.Limits;
        var head = RequestHeadReader.Read(body.Span, limits.JsonDepth, limits.ModelNameLength);
        if (!head.HasMembers) throw new WireException("The body is an empty object; name a model and say what to answer.");
        return new Exchange
        {
            Id = RequestIds.Next(),
            Caller = caller,
            Door = door,
            DoorName = door.Name,
            Head = head,
            Stream = door.Streams && (head.Stream ?? door.Format.StreamsByDefault),
            Body = body,
            Client = facts.Client,
            Address = facts.Address,
            ForwardedHeaders = facts.Forwarded,
            StartedAt = startedAt,
            StartedAtUnix = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Meter = new Meter(time),
        };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to {Path} failed by a fault of Ziggie's own")]
    private static partial void LogBug(ILogger log, Exception e, string path);
}
