using Microsoft.AspNetCore.Http;

namespace Ziggie.Identity.Door;

/// <summary>421 for a foreign Host, 508 for a request of our own that came back.</summary>
internal sealed class HostMiddleware(RequestDelegate next, HostCheck host, LoopCheck loop)
{
    public Task InvokeAsync(HttpContext context) =>
        !host.Allows(context) ? ErrorShape.WriteAsync(context, DoorErrors.Misdirected)
        : loop.IsOwn(context) ? ErrorShape.WriteAsync(context, DoorErrors.Loop)
        : next(context);
}
