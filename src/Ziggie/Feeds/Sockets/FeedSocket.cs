using System.Text.Json;
using Microsoft.Extensions.Logging;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary>What a tab says on its WebSocket, and the topics it watches.</summary>
internal sealed class FeedSocket(JsonSocket socket, Caller caller, FeedHub hub, FeedTopics topics, FeedLimits limits, TimeProvider time, ILogger log)
{
    private readonly Dictionary<string, FeedSubscription> _watched = new(StringComparer.Ordinal);

    public async Task RunAsync(Task<SocketEnd> ended)
    {
        using var over = new CancellationTokenSource();
        var pinging = PingAsync(over.Token);
        try
        {
            await socket.RunAsync(message => HandleAsync(message, over.Token), ended);
        }
        finally
        {
            await over.CancelAsync();
            foreach (var subscription in _watched.Values) await subscription.DisposeAsync();
            await pinging;
        }
    }

    private async Task HandleAsync(ReadOnlyMemory<byte> json, CancellationToken over)
    {
        FeedRequest? request = null;
        try
        {
            request = JsonSerializer.Deserialize(json.Span, FeedsJson.Default.FeedRequest);
        }
        catch (JsonException)
        {
        }
        await (request switch
        {
            { Type: "subscribe", Topic: { } topic } => SubscribeAsync(topic, over),
            { Type: "unsubscribe", Topic: { } topic } => UnsubscribeAsync(topic, over),
            { Type: "ping" } => socket.SendAsync(FeedFrames.Ping, over),
            { Type: "pong" } => Task.CompletedTask,
            _ => TellAsync(null, "bad_message", """Send {"type":"subscribe","topic":"…"} or {"type":"unsubscribe","topic":"…"}.""", over),
        });
    }

    private async Task SubscribeAsync(string topic, CancellationToken over)
    {
        if (_watched.TryGetValue(topic, out var already))
        {
            if (!already.IsOver) return;
            _watched.Remove(topic);
            await already.DisposeAsync();
        }
        if (topic.Length > limits.TopicNameLength || topics.Find(topic) is not { } found)
        {
            await TellAsync(Cut(topic), "unknown_topic", $"There is no such topic. There are: {string.Join(", ", topics.Names)}.", over);
        }
        else if (!FeedTopics.May(caller, found, topic))
        {
            await TellAsync(topic, "forbidden", $"Watching '{topic}' needs the right '{found.Needs}'.", over);
        }
        else if (_watched.Count >= limits.TopicsPerSocket)
        {
            await TellAsync(topic, "too_many_topics", $"One socket may watch {limits.TopicsPerSocket} topics; unsubscribe from one first.", over);
        }
        else
        {
            var subscription = new FeedSubscription(found, topic, caller, hub, socket, log);
            _watched.Add(topic, subscription);
            subscription.Start(over);
        }
    }

    private async Task UnsubscribeAsync(string topic, CancellationToken over)
    {
        // Waiting for its end before saying so: after "unsubscribed" nothing of the topic comes any more.
        if (_watched.Remove(topic, out var subscription)) await subscription.DisposeAsync();
        await socket.SendAsync(FeedFrames.Unsubscribed(Cut(topic)), over);
    }

    private async Task PingAsync(CancellationToken over)
    {
        using var timer = new PeriodicTimer(limits.PingInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                if (!await socket.SendAsync(FeedFrames.Ping, over)) return;
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
    }

    private Task<bool> TellAsync(string? topic, string code, string message, CancellationToken over) =>
        socket.SendAsync(FeedFrames.Error(topic, code, message), over);

    private string Cut(string topic) => topic.Length > limits.TopicNameLength ? topic[..limits.TopicNameLength] : topic;
}
