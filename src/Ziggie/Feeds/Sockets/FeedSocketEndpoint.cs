using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Ziggie.Http;

namespace Ziggie.Feeds;

/// <summary><c>WS /api/feeds/ws</c>: a tab's one WebSocket.</summary>
internal static class FeedSocketEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/feeds/ws", RunAsync)
            .NeedsCaller()
            .WithTags("Events")
            .WithSummary("WebSocket for live state: subscribe to topics, get a snapshot and then every change");

    private static async Task<IResult> RunAsync(
        HttpContext context, FeedHub hub, FeedTopics topics, FeedLimits limits, StreamSlots slots, TimeProvider time, ILoggerFactory logs)
    {
        if (!context.WebSockets.IsWebSocketRequest) return WebSocketProblems.Expected();
        var caller = context.Caller();
        using var slot = slots.TryTake(caller);
        if (slot is null) return WebSocketProblems.TooMany(limits.StreamsPerCaller);
        using var ends = new SocketEnds(context, caller);
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = limits.PingInterval, KeepAliveTimeout = limits.SendTimeout });
        using var socket = new JsonSocket(webSocket, limits.MessageBytes, limits.SendTimeout, time);
        await new FeedSocket(socket, caller, hub, topics, limits, time, logs.CreateLogger<FeedSocket>()).RunAsync(ends.Ended);
        return TypedResults.Empty;
    }
}
