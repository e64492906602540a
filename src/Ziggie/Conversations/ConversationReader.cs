using Ziggie.Feeds;
using Ziggie.Identity;

namespace Ziggie.Conversations;

/// <summary>Reads a conversation so that it agrees with its events: what is in it ends exactly at the id that it names.</summary>
internal sealed class ConversationReader(ConversationStore store, Generations generations, FeedHub hub)
{
    private const int Tries = 20;
    private const int TriesForStrangers = 3;

    /// <summary>Null where the caller has no such conversation.</summary>
    public async Task<ConversationDetail?> ReadAsync(Caller caller, string id, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = hub.LastId;
            var read = await store.ReadAsync(caller.UserId, id, imageData: false, cancel);
            if (read is null) return null;
            var (detail, asOf, sure) = Overlay(read);
            // Deltas up to asOf are in the overlay; anything else in between may have been missed by the database's answer.
            var (between, _) = hub.KeptAfter(before, FeedKeep.Details, e => e.Topic == ConversationNews.Topic(id) && e.Id <= asOf && e.Type != ConversationNews.DeltaType);
            if (between.Count == 0 && (sure || attempt >= TriesForStrangers)) return detail with { Seq = asOf };
            // So much happens that no look is exact: what may be in it already comes again, and can be told by its numbers.
            if (attempt >= Tries) return detail with { Seq = before };
        }
    }

    private (ConversationDetail Detail, long AsOf, bool Sure) Overlay(ConversationDetail read)
    {
        var asOf = hub.LastId;
        var sure = true;
        var messages = new List<ConversationMessage>(read.Messages.Count);
        foreach (var message in read.Messages)
        {
            if (message.Status != MessageStatus.Running)
            {
                messages.Add(message);
            }
            else if (generations.Find(message.Id) is { } generation)
            {
                var (overlaid, at) = generation.Overlay(message);
                messages.Add(overlaid);
                asOf = at;
            }
            else
            {
                // It ended since the database answered (then ask again), or another process writes it.
                sure = false;
                messages.Add(message);
            }
        }
        return (read with { Messages = messages }, asOf, sure);
    }
}
