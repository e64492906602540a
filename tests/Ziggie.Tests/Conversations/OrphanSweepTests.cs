using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Conversations;
using Ziggie.Feeds;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Conversations;

public sealed class OrphanSweepTests(PostgresTestDatabase fixture) : IClassFixture<PostgresTestDatabase>
{
    [Fact]
    public async Task Another_replicas_answer_is_left_alone_until_it_has_been_silent_for_long()
    {
        var cancel = TestContext.Current.CancellationToken;
        var time = new ManualTime();
        var limits = new ConversationLimits();
        var user = await ConversationStoreTests.AddUserAsync(fixture.Database);
        var store = new ConversationStore(fixture.Database, limits, time);
        await store.CreateAsync(user, "c1", new NewConversation(null, null, null), cancel);
        await new TurnStore(fixture.Database, limits, time).BeginAsync(user, "c1", new Turn { Content = "?" }, "q1", "a1", cancel);
        var answers = new AnswerStore(fixture.Database, time);
        var news = new ConversationNews(new FeedHub(time, new FeedLimits()));
        using var sweep = new OrphanSweep(answers, new Generations(news, limits, time), news, fixture.Database, limits, time, NullLogger<OrphanSweep>.Instance);

        time.Advance(TimeSpan.FromSeconds(80));
        Assert.True(await answers.TouchAsync("a1", cancel));
        time.Advance(TimeSpan.FromSeconds(80));
        Assert.Equal(0, await sweep.SweepAsync(cancel));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, await sweep.SweepAsync(cancel));
        Assert.False(await answers.SaveAsync("a1", "The other one wakes up.", null, cancel));
    }
}
