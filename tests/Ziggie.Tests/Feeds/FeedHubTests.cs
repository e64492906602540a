using System.Text;
using Ziggie.Feeds;
using Ziggie.Identity;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Feeds;

public sealed class FeedHubTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly Caller Ann = TestCallers.Make("member-ann");
    private static readonly Caller Root = TestCallers.Make("admin-root");

    internal static FeedHub Hub(FeedLimits? limits = null) => new(new ManualTime(), limits ?? new FeedLimits());

    internal static long Say(FeedHub hub, string topic, int n, FeedKeep keep = FeedKeep.Events, string? owner = null, bool ownerOnly = false) =>
        hub.Publish(topic, "said", Encoding.UTF8.GetBytes(n.ToString(System.Globalization.CultureInfo.InvariantCulture)), keep, owner, ownerOnly);

    internal static long SayCounted(FeedHub hub, int n) =>
        hub.Publish("counter", "counted", Encoding.UTF8.GetBytes(n.ToString(System.Globalization.CultureInfo.InvariantCulture)), FeedKeep.Events, null, false);

    [Fact]
    public void A_topic_is_watched_from_the_first_watch_to_the_last_ones_end()
    {
        var hub = Hub();
        Assert.False(hub.IsWatched("a"));
        var one = hub.Watch("a", Ann);
        var two = hub.Watch("a", Root);
        one.Dispose();
        one.Dispose();
        Assert.True(hub.IsWatched("a"));
        Assert.False(hub.IsWatched("b"));
        two.Dispose();
        Assert.False(hub.IsWatched("a"));
    }

    [Fact]
    public async Task Who_waits_for_a_watcher_goes_on_with_the_first_one()
    {
        var hub = Hub();
        var (one, two, other) = (hub.WhenWatchedAsync("a", Cancel), hub.WhenWatchedAsync("a", Cancel), hub.WhenWatchedAsync("b", Cancel));
        Assert.False(one.IsCompleted || two.IsCompleted);
        var watch = hub.Watch("a", Ann);
        await Task.WhenAll(one, two, hub.WhenWatchedAsync("a", Cancel));
        Assert.False(other.IsCompleted);
        watch.Dispose();
        Assert.False(hub.WhenWatchedAsync("a", Cancel).IsCompleted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.WhenWatchedAsync("b", new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Only_the_owner_and_admins_get_an_owned_event_and_only_the_owner_a_private_one()
    {
        var hub = Hub();
        using var ann = hub.Watch("a", Ann);
        using var root = hub.Watch("a", Root);
        using var bob = hub.Watch("a", TestCallers.Make("member-bob"));
        Say(hub, "a", 1, owner: Ann.UserId);
        Say(hub, "a", 2, owner: Ann.UserId, ownerOnly: true);
        Say(hub, "a", 3);
        Assert.Equal(["1", "2", "3"], Taken(ann));
        Assert.Equal(["1", "3"], Taken(root));
        Assert.Equal(["3"], Taken(bob));
    }

    [Fact]
    public void An_admins_key_without_the_scope_sees_no_others_events()
    {
        var hub = Hub();
        using var key = hub.Watch("a", Root with { Permissions = Permissions.Read });
        Say(hub, "a", 1, owner: Ann.UserId);
        Assert.Empty(Taken(key));
    }

    [Fact]
    public async Task A_full_watch_takes_no_more_and_says_so()
    {
        var hub = Hub(new FeedLimits { Waiting = 2 });
        using var watch = hub.Watch("a", Ann);
        for (var i = 0; i < 1000; i++) Say(hub, "a", i);
        Assert.True(watch.Overflowed);
        Assert.False(await watch.WaitAsync(TestContext.Current.CancellationToken));
        Assert.False(watch.TryTake(out _));
    }

    [Fact]
    public void What_is_kept_is_bounded_in_number_and_bytes_and_says_what_it_no_longer_knows()
    {
        var hub = Hub(new FeedLimits { KeptEvents = 3, KeptBytes = 1000 });
        var start = hub.LastId;
        for (var i = 1; i <= 5; i++) Say(hub, "a", i);
        var (events, missing) = hub.KeptAfter(start, FeedKeep.Events, _ => true);
        Assert.Equal([start + 3, start + 4, start + 5], events.Select(e => e.Id));
        Assert.Equal(start + 2, missing);
        Assert.Equal(0, hub.KeptAfter(start + 2, FeedKeep.Events, _ => true).MissingUpTo);

        hub.Publish("a", "big", new byte[900], FeedKeep.Events, null, false);
        hub.Publish("a", "big", new byte[900], FeedKeep.Events, null, false);
        Assert.Single(hub.KeptAfter(start, FeedKeep.Events, _ => true).Events);
    }

    [Fact]
    public void Ids_of_an_earlier_run_and_of_the_future_are_not_known()
    {
        var time = new ManualTime();
        var before = new FeedHub(time, new FeedLimits());
        var old = Say(before, "a", 1);
        time.Advance(TimeSpan.FromSeconds(1));
        var hub = new FeedHub(time, new FeedLimits());
        Assert.True(hub.LastId > old);
        Assert.NotEqual(0, hub.KeptAfter(old, FeedKeep.Events, _ => true).MissingUpTo);
        Assert.NotEqual(0, hub.KeptAfter(hub.LastId + 1, FeedKeep.Events, _ => true).MissingUpTo);
        Assert.Equal(0, hub.KeptAfter(hub.LastId, FeedKeep.Events, _ => true).MissingUpTo);
    }

    private static List<string> Taken(FeedWatch watch)
    {
        var taken = new List<string>();
        while (watch.TryTake(out var news)) taken.Add(Encoding.UTF8.GetString(news.Data.Span));
        return taken;
    }
}
