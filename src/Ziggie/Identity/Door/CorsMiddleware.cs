using Microsoft.AspNetCore.Http;
using Ziggie.Http;

namespace Ziggie.Identity.Door;

/// <summary>Lets web pages of the origins in <c>server.corsOrigins</c> read answers; answers their browsers' questions beforehand.</summary>
internal sealed class CorsMiddleware(RequestDelegate next, OriginCheck origins)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Origin is not { Count: 1 } sent || sent[0] is not { } origin) return next(context);
        var listed = origins.IsListed(origin);
        if (listed) Allow(context.Response.Headers, origin);
        if (!HttpMethods.IsOptions(request.Method) || !request.Headers.ContainsKey("Access-Control-Request-Method")) return next(context);
        if (!listed) return ErrorReply.WriteAsync(context, ModelPaths.ShapeOf(context.Request), DoorErrors.ForeignOrigin);

        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "GET, HEAD, POST, PUT, PATCH, DELETE";
        headers.AccessControlAllowHeaders = request.Headers.AccessControlRequestHeaders is { Count: > 0 } asked ? asked : "authorization, content-type";
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static void Allow(IHeaderDictionary headers, string origin)
    {
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.AccessControlExposeHeaders =
            "retry-after, x-request-id, x-ziggie-backend, x-ziggie-model, x-ziggie-route, x-ziggie-dropped, x-ziggie-queue-ms, x-ziggie-cache, "
            + "x-ratelimit-limit-requests, x-ratelimit-remaining-requests, x-ratelimit-reset-requests, x-ratelimit-limit-tokens, x-ratelimit-remaining-tokens, x-ratelimit-reset-tokens";
        headers.Append("Vary", "Origin");
    }
}
