using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ziggie.Feeds;
using Ziggie.Http;

namespace Ziggie.Conversations;

/// <summary><c>GET /api/conversations/{id}/events?after=</c>: what happens in one conversation, resumable.</summary>
internal static class ConversationEvents
{
    public static void Map(IEndpointRouteBuilder group) =>
        group.MapGet("/{id}/events", RunAsync)
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .WithSummary("What happens in the conversation, as server-sent events: first a 'snapshot', then message.started, message.delta, message.done, message.failed. ?after= (a conversation's 'seq') or Last-Event-ID goes on from there");

    private static async Task<IResult> RunAsync(
        HttpContext context,
        string id,
        ConversationStore store,
        ConversationReader reader,
        FeedHub hub,
        FeedLimits limits,
        StreamSlots slots,
        TimeProvider time,
        string? after = null,
        CancellationToken cancel = default)
    {
        if (!EventsEndpoint.TryReadAfter(context, after, out var last)) return EventsEndpoint.AfterProblem();
        var caller = context.Caller();
        if (await store.FindAsync(caller.UserId, id, cancel) is null) return ConversationEndpoints.NoConversation();
        using var slot = slots.TryTake(caller);
        if (slot is null) return WebSocketProblems.TooMany(limits.StreamsPerCaller);
        using var ends = new SocketEnds(context, caller);
        await SseResponse.RunAsync(context, limits, time, async (sse, over) =>
        {
            // Id 0 is before everything: it makes the stream begin with a gap, which here is a snapshot.
            var asOf = 0L;
            await foreach (var news in FeedStream.FollowAsync(hub, ConversationNews.Topic(id), FeedKeep.Details, caller, last ?? 0, time, over))
            {
                if (news.Type == FeedStream.Gap)
                {
                    if (await reader.ReadAsync(caller, id, over) is not { } detail) return;
                    asOf = detail.Seq;
                    await sse.SendAsync(asOf, "snapshot", JsonSerializer.SerializeToUtf8Bytes(detail, ConversationsJson.Default.ConversationDetail), over);
                }
                else if (news.Id > asOf)
                {
                    await sse.SendAsync(news.Id, news.Type, news.Data, over);
                    if (news.Type == "conversation.deleted") return;
                }
            }
        }, ends.Token);
        return TypedResults.Empty;
    }
}
