using Ziggie.Identity;

namespace Ziggie.Tests.Identity;

/// <summary>Sessions that another replica made, whose tokens come before the news of them.</summary>
public sealed class IdentityMemoryTests
{
    private readonly IdentityMemory _memory = new();

    public IdentityMemoryTests() => _memory.Load([new User { Id = "u", Name = "vera", Role = UserRole.Member, CreatedAt = 0 }]);

    [Fact]
    public void One_that_came_in_before_the_news_is_turned_out_with_the_session()
    {
        var expected = _memory.Expect(Expected("s"))!;
        var caller = expected.CallerAs(CallerKind.Token, _memory)!;

        _memory.Change("s", Real("s"));
        Assert.Same(expected, _memory.Session("s"));
        Assert.Equal(Real("s").EndsAt, expected.Session.EndsAt);
        Assert.NotNull(expected.CallerAs(CallerKind.Token, _memory));
        _memory.Change("s", default(Session));

        Assert.True(caller.Revoked.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
        Assert.Null(expected.CallerAs(CallerKind.Token, _memory));
    }

    [Fact]
    public void A_session_whose_end_is_known_is_not_expected_any_more()
    {
        _memory.Change("s", Real("s"));
        _memory.Change("s", default(Session));

        Assert.Null(_memory.Expect(Expected("s")));
        Assert.Null(_memory.Session("s"));
        Assert.NotNull(_memory.Expect(Expected("another")));
    }

    [Fact]
    public void An_end_that_is_heard_of_before_the_beginning_counts()
    {
        _memory.Change("s", default(Session));

        Assert.Null(_memory.Expect(Expected("s")));
    }

    private static Session Expected(string id) => new() { Id = id, UserId = "u", CreatedAt = 0, LastSeenAt = 0, EndsAt = 900_000 };

    private static Session Real(string id) => Expected(id) with { EndsAt = 2_592_000_000 };
}
