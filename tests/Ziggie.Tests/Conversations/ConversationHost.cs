using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Conversations;
using Ziggie.Feeds;
using Ziggie.Gateway;
using Ziggie.Storage;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Conversations;

/// <summary>Conversations and feeds on a real server and database, with a stand-in for the gateway.</summary>
internal sealed class ConversationHost : IAsyncDisposable
{
    private ConversationHost(TestHost host, FakeFrontDoor door, IDatabase database) => (Host, Door, Database) = (host, door, database);

    public TestHost Host { get; }

    public FakeFrontDoor Door { get; }

    public IDatabase Database { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ConversationHost> StartAsync(TestDatabase fixture, ConversationLimits? limits = null, FeedLimits? feeds = null)
    {
        var door = new FakeFrontDoor();
        var host = await TestHost.StartAsync(
            services =>
            {
                services.AddSingleton<IDatabase>(fixture.Database);
                services.AddSingleton<IFrontDoor>(door);
                services.AddSingleton(limits ?? new ConversationLimits { ShutdownGrace = TimeSpan.Zero });
                services.AddSingleton(feeds ?? new FeedLimits());
                services.AddFeeds();
                services.AddConversations();
            },
            routes =>
            {
                routes.MapFeeds();
                routes.MapConversations();
            });
        return new ConversationHost(host, door, fixture.Database);
    }

    /// <summary>A new user and a client that is it.</summary>
    public async Task<ConversationClient> NewUserAsync(string role = "member")
    {
        var name = $"{role}-{Guid.NewGuid():N}";
        await ConversationStoreTests.AddUserAsync(Database, name);
        return new ConversationClient(name, Host.As(name));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>What a user does over HTTP.</summary>
internal sealed class ConversationClient(string name, HttpClient http)
{
    public string Name => name;

    public HttpClient Http => http;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<string> BeginAsync(object? wanted = null)
    {
        using var response = await http.PostAsJsonAsync("/api/conversations", wanted ?? new { }, Cancel);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["id"]!;
    }

    /// <summary>Asks; returns the ids of question and answer.</summary>
    public async Task<(string? Question, string Answer)> AskAsync(string id, object message)
    {
        using var response = await PostAsync(id, message);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, body);
        var accepted = JsonNode.Parse(body)!;
        return ((string?)accepted["userMessageId"], (string)accepted["messageId"]!);
    }

    public Task<HttpResponseMessage> PostAsync(string id, object message) => http.PostAsJsonAsync($"/api/conversations/{id}/messages", message, Cancel);

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await http.GetAsync(path, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }

    public Task<JsonNode> DetailAsync(string id) => GetAsync($"/api/conversations/{id}");

    /// <summary>Waits until no answer runs; returns the conversation.</summary>
    public async Task<JsonNode> SettledAsync(string id)
    {
        using var events = await TestEventStream.OpenAsync(http, $"/api/conversations/{id}/events");
        while (await events.NextAsync() is { } news)
        {
            var running = news.Type == "snapshot" && ((JsonArray)news.Data["messages"]!).Any(m => (string?)m!["status"] == "running");
            if (news.Type is "message.done" or "message.failed" || (news.Type == "snapshot" && !running)) break;
        }
        return await DetailAsync(id);
    }

    public async Task<JsonNode> StopAsync(string id)
    {
        using var response = await http.PostAsync($"/api/conversations/{id}/stop", null, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
    }
}
