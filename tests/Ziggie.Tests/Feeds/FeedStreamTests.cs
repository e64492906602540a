using System.Text;
using Ziggie.Feeds;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Feeds;

public sealed class FeedStreamTests
{
    private const int Count = 400;

    /// <summary>A reader that leaves and comes back at random, beside publishers of two topics, with a watch that overflows all the time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Whoever_resumes_sees_every_event_once_and_in_order(int seed)
    {
        var random = new Random(seed);
        var hub = FeedHubTests.Hub(new FeedLimits { Waiting = random.Next(1, 8), KeptEvents = 10_000 });
        var caller = TestCallers.Make("member-ann");
        var after = hub.LastId;
        var publishing = Task.WhenAll(PublishAsync(hub, "a", seed), PublishAsync(hub, "b", seed + 100));
        var seen = new List<int>();
        while (seen.Count < Count)
        {
            var stay = random.Next(1, 60);
            await foreach (var news in FeedStream.FollowAsync(hub, "a", FeedKeep.Details, caller, after, TimeProvider.System, TestContext.Current.CancellationToken))
            {
                Assert.NotEqual(FeedStream.Gap, news.Type);
                after = news.Id;
                seen.Add(int.Parse(Encoding.UTF8.GetString(news.Data.Span), System.Globalization.CultureInfo.InvariantCulture));
                if (--stay == 0 || seen.Count == Count) break;
                if (random.Next(5) == 0) await Task.Yield();
            }
        }
        await publishing;
        Assert.Equal(Enumerable.Range(0, Count), seen);
        Assert.False(hub.IsWatched("a"));
    }

    [Fact]
    public async Task What_is_too_long_ago_is_told_as_a_gap_and_the_rest_follows()
    {
        var hub = FeedHubTests.Hub(new FeedLimits { KeptEvents = 2 });
        var start = hub.LastId;
        for (var i = 0; i < 5; i++) FeedHubTests.Say(hub, "a", i);
        var seen = new List<FeedEvent>();
        await foreach (var news in FeedStream.FollowAsync(
            hub, null, FeedKeep.Events, TestCallers.Make("member-ann"), start, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            seen.Add(news);
            if (seen.Count == 3) break;
        }
        Assert.Equal([FeedStream.Gap, "said", "said"], seen.Select(e => e.Type));
        Assert.Equal([start + 3, start + 4, start + 5], seen.Select(e => e.Id));
    }

    private static Task PublishAsync(FeedHub hub, string topic, int seed) => Task.Run(async () =>
    {
        var random = new Random(seed * 31);
        for (var i = 0; i < Count; i++)
        {
            FeedHubTests.Say(hub, topic, i, FeedKeep.Details);
            if (random.Next(4) == 0) await Task.Yield();
        }
    }, TestContext.Current.CancellationToken);
}
