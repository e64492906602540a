using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Feeds;
using Ziggie.Machine.Sampling;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class SystemSocketFunctionalTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_watcher_gets_an_update_at_once_and_then_again_and_again()
    {
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("viewer-vic", "/api/system/ws?interval=1");
        var first = await socket.ReceiveAsync();
        Assert.Equal("stats", (string?)first!["type"]);
        Assert.True((long)first["data"]!["memory"]!["total"]!["bytes"]! > 0);
        var second = await socket.ReceiveAsync();
        Assert.NotEqual((string?)first["data"]!["at"], (string?)second!["data"]!["at"]);
        Assert.InRange((double)second["data"]!["intervalSeconds"]!, 0.2, 60);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("not json")]
    [InlineData("""{"type":"interval"}""")]
    [InlineData("""{"type":"interval","seconds":0}""")]
    [InlineData("""{"type":"interval","seconds":1e300}""")]
    [InlineData("""{"type":"shout"}""")]
    public async Task What_cannot_be_done_is_said_and_the_updates_go_on(string sent)
    {
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("viewer-vic", "/api/system/ws?interval=15");
        await socket.SendTextAsync(sent);
        var error = await socket.UntilAsync(m => (string?)m["type"] == "error");
        Assert.Equal("bad_message", (string?)error["code"]);
        await socket.SendAsync(new { type = "interval", seconds = 1 });
        await socket.UntilAsync(m => (string?)m["type"] == "stats");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_revoked_watcher_is_sent_away_with_the_reason()
    {
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("viewer-vic", "/api/system/ws");
        await socket.ReceiveAsync();
        host.Callers.Revoke("viewer-vic");
        while (await socket.ReceiveAsync() is not null)
        {
        }
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.Raw.CloseStatus);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_feed_samples_only_while_somebody_watches()
    {
        await using var host = await StartAsync();
        var hub = host.Services.GetRequiredService<FeedHub>();
        using var socket = await host.ConnectAsync("viewer-vic", "/api/feeds/ws");
        Assert.Null(host.Services.GetRequiredService<MachineSampler>().Last);
        await socket.SendAsync(new { type = "subscribe", topic = "system" });
        var snapshot = await socket.ReceiveAsync();
        Assert.Equal("snapshot", (string?)snapshot!["type"]);
        var update = await socket.ReceiveAsync();
        Assert.Equal("system.sample", (string?)update!["event"]);
        Assert.NotNull(update["data"]!["cpu"]!["all"]!["used"]);
        await socket.SendAsync(new { type = "unsubscribe", topic = "system" });
        await socket.UntilAsync(m => (string?)m["type"] == "unsubscribed");
        Assert.False(hub.IsWatched("system"));
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(
        services => services.AddFeeds().AddSampling(),
        routes => routes.MapFeeds().MapSampling());
}
