using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Ziggie.Feeds;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Settings;

namespace Ziggie.Gateway;

/// <summary><c>WS /api/llm/ws</c>: chat over a WebSocket. Needs the feeds (for the number of streams a caller may open) and the front door.</summary>
internal static class LlmSocketEndpoint
{
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/llm/ws", RunAsync)
            .Needs(Permissions.Models)
            .WithTags("Models")
            .WithSummary("Chat over a WebSocket: send {type: chat, model, messages}, get start, token, done or error; send {type: cancel} to stop");

    private static async Task<IResult> RunAsync(
        HttpContext context, IFrontDoor door, ISettings settings, StreamSlots slots, FeedLimits limits, TimeProvider time, ILoggerFactory logs)
    {
        if (!context.WebSockets.IsWebSocketRequest) return WebSocketProblems.Expected();
        var caller = context.Caller();
        using var slot = slots.TryTake(caller);
        if (slot is null) return WebSocketProblems.TooMany(limits.StreamsPerCaller);
        using var ends = new SocketEnds(context, caller);
        var origin = new FrontDoorOrigin(
            "ws", ClientName.Of(context.Request.Headers.UserAgent.ToString()), context.Connection.RemoteIpAddress?.ToString());
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = Ping, KeepAliveTimeout = SendTimeout });
        using var socket = new JsonSocket(webSocket, (int)Math.Min(settings.Current.Limits.BodyBytes, int.MaxValue / 4), SendTimeout, time);
        await new LlmSocket(socket, caller, door, origin, logs.CreateLogger<LlmSocket>()).RunAsync(ends.Ended);
        return TypedResults.Empty;
    }
}
