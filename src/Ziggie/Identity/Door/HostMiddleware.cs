using Microsoft.AspNetCore.Http;
using Ziggie.Http;

namespace Ziggie.Identity.Door;

/// <summary>421 for a foreign Host, 508 for a request of our own that came back.</summary>
internal sealed class HostMiddleware(RequestDelegate next, HostCheck host, LoopCheck loop)
{
    public Task InvokeAsync(HttpContext context) =>
        !host.Allows(context) ? ErrorReply.WriteAsync(context, ModelPaths.ShapeOf(context.Request), DoorErrors.Misdirected)
        : loop.IsOwn(context) ? ErrorReply.WriteAsync(context, ModelPaths.ShapeOf(context.Request), DoorErrors.Loop)
        : next(context);
}
