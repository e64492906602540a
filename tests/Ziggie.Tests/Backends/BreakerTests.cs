using Ziggie.Backends;

namespace Ziggie.Tests.Backends;

public sealed class BreakerTests
{
    private static Breaker Open(long now = 0)
    {
        var breaker = new Breaker();
        for (var i = 0; i < Breaker.Threshold; i++) breaker.Failed(now);
        return breaker;
    }

    [Fact]
    public void Opens_after_failures_in_a_row_only()
    {
        var breaker = new Breaker();
        for (var i = 0; i < Breaker.Threshold - 1; i++) breaker.Failed(0);
        breaker.Succeeded();
        for (var i = 0; i < Breaker.Threshold - 1; i++) breaker.Failed(0);
        Assert.True(breaker.TryEnter(0));
        breaker.Failed(0);
        Assert.False(breaker.TryEnter(0));
        Assert.True(breaker.IsOpen);
    }

    [Fact]
    public void Lets_one_try_after_the_pause_and_closes_when_it_succeeds()
    {
        var breaker = Open();
        Assert.False(breaker.TryEnter(1_999));
        Assert.True(breaker.TryEnter(2_000));
        Assert.False(breaker.TryEnter(2_000));
        breaker.Succeeded();
        Assert.True(breaker.TryEnter(2_000));
        Assert.False(breaker.IsOpen);
    }

    [Fact]
    public void Pauses_longer_after_each_failed_try_up_to_a_minute()
    {
        var breaker = Open();
        var now = 0L;
        foreach (var pause in (long[])[2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
        {
            Assert.Equal(pause, breaker.RetryIn(now));
            now += pause;
            Assert.True(breaker.TryEnter(now));
            breaker.Failed(now);
        }
    }

    [Fact]
    public void A_try_whose_caller_left_lets_the_next_one_try()
    {
        var breaker = Open();
        Assert.True(breaker.TryEnter(2_000));
        breaker.Undecided();
        Assert.True(breaker.TryEnter(2_000));
    }
}
