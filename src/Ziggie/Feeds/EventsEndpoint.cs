using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary><c>GET /api/events</c>: whatever happens, as an event stream that resumes by <c>Last-Event-ID</c>.</summary>
internal static class EventsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/events", RunAsync)
            .Needs(Permissions.Read)
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .WithTags("Events")
            .WithSummary("Whatever happens, as server-sent events; resumes by Last-Event-ID or ?after=, and says 'gap' where that is too long ago");

    private static async Task<IResult> RunAsync(
        HttpContext context, FeedHub hub, FeedTopics topics, FeedLimits limits, StreamSlots slots, TimeProvider time, string? after = null)
    {
        if (!TryReadAfter(context, after, out var last)) return AfterProblem();
        var caller = context.Caller();
        using var slot = slots.TryTake(caller);
        if (slot is null) return WebSocketProblems.TooMany(limits.StreamsPerCaller);
        using var ends = new SocketEnds(context, caller);
        // Now, not when the headers are sent: what happens once the client sees them is to be in the stream.
        last ??= hub.LastId;
        await SseResponse.RunAsync(context, limits, time, async (sse, cancel) =>
        {
            await foreach (var news in FeedStream.FollowAsync(hub, topic: null, FeedKeep.Events, caller, last, time, cancel))
            {
                if (topics.MayRead(caller, news.Topic)) await sse.SendAsync(news.Id, news.Type, FeedFrames.Streamed(news), cancel);
            }
        }, ends.Token);
        return TypedResults.Empty;
    }

    /// <summary>Where a stream resumes: a browser's <c>Last-Event-ID</c> is newer than the address it began with.</summary>
    public static bool TryReadAfter(HttpContext context, string? query, out long? after)
    {
        after = null;
        var text = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : query;
        if (string.IsNullOrEmpty(text)) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return false;
        after = id;
        return true;
    }

    public static IResult AfterProblem() =>
        Problems.BadInput("Last-Event-ID (or 'after') has to be the id of an event, a whole number.", ("after", "Not an event's id."));
}
