using System.Runtime.CompilerServices;
using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary>Follows events from an id on, without a gap that is not told and without a double, however slowly they are taken.</summary>
internal static class FeedStream
{
    /// <summary>Type of the step that says: events before this one are no longer known.</summary>
    public const string Gap = "gap";

    /// <param name="topic">Null follows everything that <c>/api/events</c> tells.</param>
    /// <param name="after">The last id seen; null starts with what comes next.</param>
    public static async IAsyncEnumerable<FeedEvent> FollowAsync(
        FeedHub hub, string? topic, FeedKeep keep, Caller caller, long? after, TimeProvider time, [EnumeratorCancellation] CancellationToken cancel)
    {
        var last = after ?? hub.LastId;
        while (true)
        {
            // 1. Watch first, then look at what is kept: what is published in between is in both, and told apart by its id.
            using var watch = hub.Watch(topic, caller);
            var (kept, missingUpTo) = hub.KeptAfter(last, keep, e => (topic is null || e.Topic == topic) && e.VisibleTo(caller));
            if (missingUpTo > 0)
            {
                yield return GapAfter(last, missingUpTo, time);
                last = missingUpTo;
            }
            // 2. Catch up.
            foreach (var news in kept)
            {
                last = news.Id;
                yield return news;
            }
            // 3. Go along until more waits than may wait; then begin again from the last one told.
            while (await watch.WaitAsync(cancel))
            {
                while (watch.TryTake(out var news))
                {
                    if (news.Id <= last) continue;
                    last = news.Id;
                    yield return news;
                }
            }
            cancel.ThrowIfCancellationRequested();
        }
    }

    private static FeedEvent GapAfter(long after, long missingUpTo, TimeProvider time) => new()
    {
        Id = missingUpTo,
        Topic = "events",
        Type = Gap,
        Data = FeedFrames.Gap(after, missingUpTo),
        At = time.GetUtcNow(),
    };
}
