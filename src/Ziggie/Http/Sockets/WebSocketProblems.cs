using Microsoft.AspNetCore.Http;

namespace Ziggie.Http;

/// <summary>Why a WebSocket is not opened.</summary>
internal static class WebSocketProblems
{
    public static IResult Expected() =>
        Problems.Of(400, "Bad input", "This address speaks WebSocket: connect with ws:// or wss:// (behind a proxy, let it pass the Upgrade header).", "websocket_expected");

    public static IResult TooMany(int limit) =>
        Problems.Of(429, "Too many streams", $"You have {limit} streams open, which is the limit: close some.", "too_many_streams");
}
