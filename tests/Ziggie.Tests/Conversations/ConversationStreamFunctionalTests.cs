using System.Text;
using System.Text.Json.Nodes;
using Ziggie.Conversations;
using Ziggie.Feeds;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Conversations;

/// <summary>Clients that come and go at random while an answer is written always end up with exactly its text.</summary>
public sealed class ConversationStreamFunctionalTests(SqliteTestDatabase fixture) : IClassFixture<SqliteTestDatabase>
{
    private const int Pieces = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_stream_resumed_at_random_gives_every_piece_once(int seed)
    {
        var random = new Random(seed);
        // A short memory makes some returns too late for resuming, so that snapshots take part.
        await using var host = await StartAsync(new FeedLimits { Waiting = random.Next(1, 10), KeptEvents = random.Next(2, 40) });
        var (ann, id, writing, whole) = await BeginAsync(host, seed);
        var view = new View();
        long? last = null;
        while (!view.IsOver)
        {
            using var events = await TestEventStream.OpenAsync(ann.Http, $"/api/conversations/{id}/events", last);
            var stay = random.Next(1, 40);
            while (stay-- > 0 && !view.IsOver && await events.NextAsync() is { } news)
            {
                last = news.Id;
                if (news.Type == "snapshot") view.Reset(news.Data);
                else view.Apply(news.Type, news.Data);
            }
        }
        Assert.Equal(whole, view.Text);
        await writing;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_tab_that_subscribes_at_random_gives_every_piece_once(int seed)
    {
        var random = new Random(seed);
        await using var host = await StartAsync(new FeedLimits { Waiting = random.Next(1, 10) });
        var (ann, id, writing, whole) = await BeginAsync(host, seed);
        var view = new View();
        using var tab = await host.Host.ConnectAsync(ann.Name, "/api/feeds/ws");
        while (!view.IsOver)
        {
            await tab.SendAsync(new { type = "subscribe", topic = $"conversation:{id}" });
            var stay = random.Next(1, 40);
            while (stay-- > 0 && !view.IsOver) view.Apply((await tab.ReceiveAsync())!);
            await tab.SendAsync(new { type = "unsubscribe", topic = $"conversation:{id}" });
            await tab.UntilAsync(m => (string?)m["type"] == "unsubscribed");
        }
        Assert.Equal(whole, view.Text);
        await writing;
    }

    [Fact]
    public async Task A_conversations_seq_is_where_its_events_go_on()
    {
        await using var host = await StartAsync(new FeedLimits());
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        await ann.AskAsync(id, new { content = "?" });
        var call = await host.Door.NextAsync();
        call.Text("one ");
        var detail = await ann.DetailAsync(id);
        call.Text("two ");
        call.Text("three");
        call.Complete();
        var text = new StringBuilder((string)detail["messages"]![1]!["content"]!);
        using var events = await TestEventStream.OpenAsync(ann.Http, $"/api/conversations/{id}/events?after={detail["seq"]}");
        while (await events.NextAsync() is { Type: "message.delta" } news) text.Append((string?)news.Data["text"]);
        Assert.Equal("one two three", text.ToString());
    }

    private Task<ConversationHost> StartAsync(FeedLimits feeds) => ConversationHost.StartAsync(
        fixture, new ConversationLimits { ShutdownGrace = TimeSpan.Zero, DeltaInterval = TimeSpan.Zero, SaveInterval = TimeSpan.FromMilliseconds(5) }, feeds);

    private static async Task<(ConversationClient User, string Id, Task Writing, string Whole)> BeginAsync(ConversationHost host, int seed)
    {
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        await ann.AskAsync(id, new { content = "Count." });
        var call = await host.Door.NextAsync();
        var random = new Random(seed * 7);
        var pieces = Enumerable.Range(0, Pieces).Select(i => $"{i}é🌙 ").ToArray();
        var writing = Task.Run(async () =>
        {
            foreach (var piece in pieces)
            {
                call.Text(piece);
                if (random.Next(3) == 0) await Task.Delay(TimeSpan.FromMilliseconds(random.Next(3)), TimeProvider.System);
            }
            call.Complete();
        }, TestContext.Current.CancellationToken);
        return (ann, id, writing, string.Concat(pieces));
    }

    /// <summary>What a client shows of the last answer.</summary>
    private sealed class View
    {
        private readonly StringBuilder _text = new();
        private long _seq;

        public bool IsOver { get; private set; }

        public string Text => _text.ToString();

        public void Apply(JsonNode message)
        {
            if ((string?)message["type"] == "snapshot") Reset(message["data"]!);
            else Apply((string)message["event"]!, message["data"]!);
        }

        public void Reset(JsonNode conversation)
        {
            var answer = conversation["messages"]!.AsArray()[^1]!;
            _text.Clear().Append((string?)answer["content"]);
            _seq = (long?)answer["seq"] ?? 0;
            IsOver = (string?)answer["status"] != "running";
        }

        public void Apply(string type, JsonNode data)
        {
            if (type == "message.done") IsOver = true;
            if (type != "message.delta") return;
            Assert.Equal(_seq + 1, (long)data["seq"]!);
            _seq++;
            _text.Append((string?)data["text"]);
        }
    }
}
