using Microsoft.AspNetCore.Http;
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
///   3 body within bounds
///   4 the <see cref="ModelRequestHandler"/>
/// </summary>
internal sealed class GatewayMiddleware(RequestDelegate next, FrontCheck front, ModelRequestHandler handler, KeyLimiter limiter, ISettings settings, TimeProvider time)
{
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
            // 3
            var startedAt = time.GetTimestamp();
            using var body = await RequestBody.ReadAsync(context, settings.Current.Limits.BodyBytes);
            // 4
            var facts = new RequestFacts(ClientName.Of(context.Request.Headers.UserAgent.ToString()), context.Connection.RemoteIpAddress?.ToString(), ForwardedHeaders.Of(context, door));
            await handler.RunAsync(door, caller!, body.WrittenMemory, facts, new ServerReply(context, limiter, time), startedAt);
        }
        catch (WireException e)
        {
            await ErrorReply.WriteAsync(context, door.ErrorShape, e.Error);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
