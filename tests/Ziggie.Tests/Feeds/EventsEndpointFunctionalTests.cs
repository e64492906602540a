using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Feeds;
using Ziggie.Identity;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Feeds;

public sealed class EventsEndpointFunctionalTests
{
    [Fact]
    public async Task A_stream_resumes_by_the_last_id()
    {
        await using var host = await StartAsync();
        var hub = host.Services.GetRequiredService<FeedHub>();
        using var client = host.As("viewer-vic");
        long last;
        using (var stream = await TestEventStream.OpenAsync(client, "/api/events"))
        {
            FeedHubTests.Say(hub, "a", 1);
            var first = await stream.NextAsync();
            Assert.Equal("said", first!.Type);
            Assert.Equal("a", (string?)first.Data["topic"]);
            Assert.Equal(1, (int)first.Data["data"]!);
            last = first.Id;
        }
        FeedHubTests.Say(hub, "a", 2);
        FeedHubTests.Say(hub, "a", 3, FeedKeep.Nowhere);
        FeedHubTests.Say(hub, "b", 4);
        using var again = await TestEventStream.OpenAsync(client, "/api/events", last);
        Assert.Equal(2, (int)(await again.NextAsync())!.Data["data"]!);
        Assert.Equal(4, (int)(await again.NextAsync())!.Data["data"]!);
        FeedHubTests.Say(hub, "a", 5);
        Assert.Equal(5, (int)(await again.NextAsync())!.Data["data"]!);
    }

    [Fact]
    public async Task An_id_of_long_ago_gets_a_gap()
    {
        await using var host = await StartAsync();
        using var client = host.As("viewer-vic");
        using var stream = await TestEventStream.OpenAsync(client, "/api/events", 17);
        var gap = await stream.NextAsync();
        Assert.Equal("gap", gap!.Type);
        Assert.Equal(17, (long)gap.Data["data"]!["after"]!);
    }

    [Fact]
    public async Task What_the_caller_may_not_see_is_left_out()
    {
        await using var host = await StartAsync();
        var hub = host.Services.GetRequiredService<FeedHub>();
        using var client = host.As("viewer-vic");
        using var stream = await TestEventStream.OpenAsync(client, "/api/events");
        FeedHubTests.Say(hub, "a", 1, owner: "member-ann");
        FeedHubTests.Say(hub, "secret", 2);
        FeedHubTests.Say(hub, "a", 3);
        Assert.Equal(3, (int)(await stream.NextAsync())!.Data["data"]!);
    }

    [Fact]
    public async Task A_revoked_caller_sees_the_stream_end()
    {
        await using var host = await StartAsync();
        using var client = host.As("viewer-vic");
        using var stream = await TestEventStream.OpenAsync(client, "/api/events");
        host.Callers.Revoke("viewer-vic");
        Assert.Null(await stream.NextAsync());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task A_wrong_id_is_bad_input(string id)
    {
        await using var host = await StartAsync();
        using var client = host.As("viewer-vic");
        using var response = await client.GetAsync($"/api/events?after={id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(
        services =>
        {
            services.AddFeeds();
            services.AddSingleton<IFeedTopic>(new SignalTopic("secret", Permissions.Admin));
        },
        routes => routes.MapFeeds());
}
