using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Feeds;
using Ziggie.Identity;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Feeds;

public sealed class FeedSocketFunctionalTests
{
    [Fact]
    public async Task A_watcher_gets_a_snapshot_and_then_every_event()
    {
        var counter = new Counter();
        await using var host = await StartAsync(counter);
        using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
        await socket.SendAsync(new { type = "subscribe", topic = "counter" });
        var snapshot = await socket.ReceiveAsync();
        Assert.Equal("snapshot", (string?)snapshot!["type"]);
        Assert.Equal("counter", (string?)snapshot["topic"]);
        Assert.Equal(0, (int)snapshot["data"]!);

        counter.Add(host.Services.GetRequiredService<FeedHub>());
        var news = await socket.ReceiveAsync();
        Assert.Equal("event", (string?)news!["type"]);
        Assert.Equal("counted", (string?)news["event"]);
        Assert.Equal(1, (int)news["data"]!);
        Assert.True((long)news["id"]! > (long)snapshot["id"]!);
    }

    /// <summary>Counting goes on while watchers subscribe, unsubscribe and are too slow; each sees a state and then what follows it.</summary>
    [Fact]
    public async Task Nothing_is_missed_or_doubled_between_snapshot_and_events_nor_by_a_slow_watcher()
    {
        const int Total = 3000;
        var counter = new Counter();
        await using var host = await StartAsync(counter, new FeedLimits { Waiting = 8 });
        var hub = host.Services.GetRequiredService<FeedHub>();
        var counting = Task.Run(async () =>
        {
            for (var i = 0; i < Total; i++)
            {
                counter.Add(hub);
                if (i % 7 == 0) await Task.Yield();
            }
        }, TestContext.Current.CancellationToken);
        using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
        await socket.SendAsync(new { type = "subscribe", topic = "counter" });
        var (last, snapshots) = (-1, 0);
        while (last < Total)
        {
            var message = await socket.ReceiveAsync();
            var value = (int)message!["data"]!;
            if ((string?)message["type"] == "snapshot") snapshots++;
            else Assert.Equal(last + 1, value);
            Assert.True(value >= last);
            last = value;
        }
        await counting;
        Assert.True(snapshots >= 1);
    }

    [Fact]
    public async Task Unsubscribed_means_that_nothing_more_comes()
    {
        var counter = new Counter();
        await using var host = await StartAsync(counter);
        var hub = host.Services.GetRequiredService<FeedHub>();
        using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
        await socket.SendAsync(new { type = "subscribe", topic = "counter" });
        await socket.UntilAsync(m => (string?)m["type"] == "snapshot");
        await socket.SendAsync(new { type = "unsubscribe", topic = "counter" });
        await socket.UntilAsync(m => (string?)m["type"] == "unsubscribed");
        Assert.False(hub.IsWatched("counter"));
        counter.Add(hub);
        await socket.SendAsync(new { type = "subscribe", topic = "counter" });
        Assert.Equal("snapshot", (string?)(await socket.ReceiveAsync())!["type"]);
    }

    [Theory]
    [InlineData("not json", "bad_message")]
    [InlineData("[]", "bad_message")]
    [InlineData("null", "bad_message")]
    [InlineData("""{"type":"subscribe"}""", "bad_message")]
    [InlineData("""{"type":"subscribe","topic":7}""", "bad_message")]
    [InlineData("""{"type":"shout","topic":"counter"}""", "bad_message")]
    [InlineData("""{"type":"subscribe","topic":"nothing"}""", "unknown_topic")]
    [InlineData("""{"type":"subscribe","topic":"thing:"}""", "unknown_topic")]
    [InlineData("""{"type":"subscribe","topic":"thing:missing"}""", "not_found")]
    [InlineData("""{"type":"subscribe","topic":"secret"}""", "forbidden")]
    [InlineData("""{"type":"subscribe","topic":"broken"}""", "snapshot_failed")]
    public async Task What_cannot_be_done_is_said_and_the_socket_goes_on(string sent, string code)
    {
        await using var host = await StartAsync(new Counter());
        using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
        await socket.SendTextAsync(sent);
        var error = await socket.ReceiveAsync();
        Assert.Equal("error", (string?)error!["type"]);
        Assert.Equal(code, (string?)error["code"]);
        Assert.NotEqual("", (string?)error["message"]);
        await socket.SendAsync(new { type = "subscribe", topic = "counter" });
        Assert.Equal("snapshot", (string?)(await socket.ReceiveAsync())!["type"]);
    }

    [Fact]
    public async Task A_message_that_is_too_large_ends_the_socket_with_a_reason()
    {
        await using var host = await StartAsync(new Counter());
        using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
        await socket.SendTextAsync(new string('x', 5000));
        Assert.Null(await socket.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.Raw.CloseStatus);
    }

    [Fact]
    public async Task A_socket_watches_so_many_topics_and_a_caller_has_so_many_sockets()
    {
        await using var host = await StartAsync(new Counter(), new FeedLimits { TopicsPerSocket = 2, StreamsPerCaller = 1 });
        using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
        foreach (var topic in new[] { "counter", "thing:a" })
        {
            await socket.SendAsync(new { type = "subscribe", topic });
            Assert.Equal("snapshot", (string?)(await socket.ReceiveAsync())!["type"]);
        }
        await socket.SendAsync(new { type = "subscribe", topic = "thing:b" });
        Assert.Equal("too_many_topics", (string?)(await socket.ReceiveAsync())!["code"]);

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => host.ConnectAsync("viewer-vic", "/api/feeds/ws"));
        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        using var another = await host.ConnectAsync("viewer-eve", "/api/feeds/ws");
    }

    [Fact]
    public async Task A_revoked_caller_is_shown_out()
    {
        await using var host = await StartAsync(new Counter());
        using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
        await socket.SendAsync(new { type = "subscribe", topic = "counter" });
        await socket.UntilAsync(m => (string?)m["type"] == "snapshot");
        host.Callers.Revoke("viewer-vic");
        Assert.Null(await socket.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.Raw.CloseStatus);
    }

    [Fact]
    public async Task A_watcher_that_leaves_is_forgotten()
    {
        await using var host = await StartAsync(new Counter(), new FeedLimits { StreamsPerCaller = 1 });
        for (var i = 0; i < 5; i++)
        {
            using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
            await socket.SendAsync(new { type = "subscribe", topic = "counter" });
            await socket.UntilAsync(m => (string?)m["type"] == "snapshot");
            await socket.Raw.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
            var hub = host.Services.GetRequiredService<FeedHub>();
            await Eventually.TrueAsync(() => !hub.IsWatched("counter"));
            // The next connection needs the place, which is given back after the watch.
            var slots = host.Services.GetRequiredService<StreamSlots>();
            await Eventually.TrueAsync(() =>
            {
                using var slot = slots.TryTake(host.Callers.Get("viewer-vic"));
                return slot is not null;
            });
        }
    }

    [Fact]
    public async Task Pings_come_while_nothing_happens()
    {
        await using var host = await StartAsync(new Counter(), new FeedLimits { PingInterval = TimeSpan.FromMilliseconds(20) });
        using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
        Assert.Equal("ping", (string?)(await socket.ReceiveAnyAsync())!["type"]);
    }

    [Fact]
    public async Task Samples_are_taken_only_while_somebody_watches()
    {
        var sampler = new CountingSampler();
        await using var host = await StartAsync(new Counter(), sampler: sampler);
        var hub = host.Services.GetRequiredService<FeedHub>();
        using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
        Assert.Equal(0, sampler.Taken);
        await socket.SendAsync(new { type = "subscribe", topic = "sampled" });
        Assert.Equal("snapshot", (string?)(await socket.ReceiveAsync())!["type"]);
        var sample = await socket.ReceiveAsync();
        Assert.Equal("sampled.sample", (string?)sample!["event"]);
        await socket.SendAsync(new { type = "unsubscribe", topic = "sampled" });
        await socket.UntilAsync(m => (string?)m["type"] == "unsubscribed");
        Assert.False(hub.IsWatched("sampled"));
    }

    [Fact]
    public async Task Without_an_upgrade_it_says_what_the_address_is_for()
    {
        await using var host = await StartAsync(new Counter());
        using var client = host.As("viewer-vic");
        using var response = await client.GetAsync("/api/feeds/ws", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("websocket_expected", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static Task<TestHost> StartAsync(Counter counter, FeedLimits? limits = null, IFeedSampler? sampler = null) => TestHost.StartAsync(
        services =>
        {
            services.AddSingleton(limits ?? new FeedLimits());
            services.AddFeeds();
            services.AddSingleton<IFeedTopic>(counter);
            services.AddSingleton<IFeedTopic>(new SignalTopic("secret", Permissions.Admin));
            services.AddSingleton<IFeedTopic, Things>();
            services.AddSingleton<IFeedTopic, Broken>();
            if (sampler is not null) services.AddSingleton(sampler);
        },
        routes => routes.MapFeeds());

    /// <summary>A number that is counted up, and whose snapshot knows which event was its last.</summary>
    private sealed class Counter : IFeedTopic
    {
        private readonly Lock _gate = new();
        private int _value;
        private long? _asOf;

        public string Name => "counter";

        public Permissions Needs => Permissions.Read;

        public void Add(FeedHub hub)
        {
            lock (_gate) _asOf = FeedHubTests.SayCounted(hub, ++_value);
        }

        public async Task<FeedSnapshot?> SnapshotAsync(Caller caller, string topic, CancellationToken cancel)
        {
            FeedSnapshot snapshot;
            lock (_gate)
            {
                snapshot = new FeedSnapshot(Encoding.UTF8.GetBytes(_value.ToString(System.Globalization.CultureInfo.InvariantCulture)), _asOf);
            }
            // As from a database: it goes on counting until the answer is here.
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancel);
            return snapshot;
        }
    }

    private sealed class Things : IFeedTopic
    {
        public string Name => "thing:";

        public Permissions Needs => Permissions.None;

        public Task<FeedSnapshot?> SnapshotAsync(Caller caller, string topic, CancellationToken cancel) =>
            Task.FromResult(topic == "thing:missing" ? null : new FeedSnapshot("{}"u8.ToArray()));
    }

    private sealed class Broken : IFeedTopic
    {
        public string Name => "broken";

        public Permissions Needs => Permissions.None;

        public Task<FeedSnapshot?> SnapshotAsync(Caller caller, string topic, CancellationToken cancel) => throw new InvalidOperationException("Out of order.");
    }

    private sealed class CountingSampler : IFeedSampler
    {
        public int Taken { get; private set; }

        public string Topic => "sampled";

        public Permissions Needs => Permissions.Read;

        public TimeSpan Interval => TimeSpan.FromMilliseconds(10);

        public ValueTask<ReadOnlyMemory<byte>> SampleAsync(CancellationToken cancel)
        {
            Taken++;
            return ValueTask.FromResult<ReadOnlyMemory<byte>>("{}"u8.ToArray());
        }
    }
}
