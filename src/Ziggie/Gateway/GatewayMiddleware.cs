using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ziggie.Admission;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Identity.Door;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>
/// The model endpoints, before routing and everything else of the web framework:
///   1 host, loop, origin: may this request be here at all
///   2 who is it, and may it call models
///   3 body within bounds, routing keys read strictly
///   4 the <see cref="Pipeline"/>
/// </summary>
internal sealed partial class GatewayMiddleware(
    RequestDelegate next,
    FrontCheck front,
    Pipeline pipeline,
    KeyLimiter limiter,
    ISettings settings,
    TimeProvider time,
    ILogger<GatewayMiddleware> log)
{
    private const int MaxClientLength = 200;

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (path is null || Doors.Find(path) is not { } door || HttpMethods.IsOptions(context.Request.Method)) return next(context);
        return EnterAsync(context, door);
    }

    private async Task EnterAsync(HttpContext context, Door door)
    {
        try
        {
            // 1, 2
            if (front.Admit(context, Permissions.Models, out var caller) is { } refused)
            {
                await ErrorReply.WriteAsync(context, door.ErrorShape, refused);
                return;
            }
            if (!HttpMethods.IsPost(context.Request.Method))
            {
                context.Response.Headers.Allow = "POST";
                await ErrorReply.WriteAsync(context, door.ErrorShape, new WireError(ErrorKind.MethodNotAllowed, $"{door.Path} takes POST, not {context.Request.Method}."));
                return;
            }
            await RunAsync(context, door, caller!);
        }
        catch (WireException e)
        {
            await ErrorReply.WriteAsync(context, door.ErrorShape, e.Error);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            LogBug(log, e, door.Path);
            await ErrorReply.WriteAsync(context, door.ErrorShape, new WireError(ErrorKind.Internal, "Ziggie failed to handle the request; its log has the details."));
        }
    }

    private async Task RunAsync(HttpContext context, Door door, Caller caller)
    {
        // 3
        var limits = settings.Current.Limits;
        var startedAt = time.GetTimestamp();
        using var body = await RequestBody.ReadAsync(context, limits.BodyBytes);
        var head = RequestHeadReader.Read(body.WrittenSpan, limits.JsonDepth, limits.ModelNameLength);
        if (!head.HasMembers) throw new WireException("The body is an empty object; name a model and say what to answer.");
        var exchange = new Exchange
        {
            Id = RequestIds.Next(),
            Caller = caller,
            Door = door,
            DoorName = door.Name,
            Head = head,
            Stream = door.Streams && (head.Stream ?? door.Format.StreamsByDefault),
            Body = body.WrittenMemory,
            Client = Client(context),
            Address = context.Connection.RemoteIpAddress?.ToString(),
            ForwardedHeaders = ForwardedHeaders.Of(context, door),
            StartedAt = startedAt,
            StartedAtUnix = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Meter = new Meter(time),
        };
        // 4
        using var left = context.RequestAborted.UnsafeRegister(static x => ((Exchange)x!).Abort(AbortReason.CallerLeft), exchange);
        using var revoked = caller.Revoked.UnsafeRegister(static x => ((Exchange)x!).Abort(AbortReason.CallerRevoked), exchange);
        var reply = new HttpReply(context, limiter, time);
        var result = await pipeline.RunAsync(exchange, reply);
        if (result.Outcome == AttemptOutcome.Done) return;
        if (exchange.Aborted == AbortReason.CallerLeft)
        {
            context.Abort();
            return;
        }
        await reply.FailAsync(exchange, result);
    }

    private static string? Client(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return agent.Length == 0 ? null : agent.Length <= MaxClientLength ? agent : agent[..MaxClientLength];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to {Path} failed by a fault of Ziggie's own")]
    private static partial void LogBug(ILogger log, Exception e, string path);
}
