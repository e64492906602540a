using Ziggie.Engine.Batching;

namespace Ziggie.Tests.Engine.Batching;

public sealed class PaceTests
{
    [Theory]
    [InlineData(5, 100)]
    [InlineData(100, 64)]
    [InlineData(0.01, 512)]
    public void Alone_a_prompt_is_read_in_steps_of_half_a_second(double tokenMs, int tokens) => Assert.Equal(tokens, Learned(decodeMs: 0, tokenMs).LongTokens(streams: 0));

    [Fact]
    public void Before_anything_is_known_steps_are_small()
    {
        var pace = new Pace(512, 8);
        Assert.Equal((128, 128, 32, 32), (pace.LongTokens(0), pace.ShortTokens(0), pace.LongTokens(3), pace.ShortTokens(3)));
    }

    [Fact]
    public void Beside_streams_a_long_prompt_makes_a_step_twice_as_long() =>
        Assert.InRange(Learned(decodeMs: 40, tokenMs: 2).LongTokens(streams: 8), 19, 21);

    [Fact]
    public void A_long_prompt_of_which_tokens_cost_more_and_more_is_read_slower_and_slower()
    {
        var pace = Learned(decodeMs: 40, tokenMs: 2);
        for (var i = 0; i < 30; i++) pace.Took(8, 0, 8, (40 + 8 * 20) * 1e6);
        Assert.InRange(pace.LongTokens(8), 1, 2);
        Assert.InRange(pace.ShortTokens(8), 98, 102);
    }

    [Fact]
    public void Fewer_streams_leave_less_time_for_reading()
    {
        var pace = Learned(decodeMs: 40, tokenMs: 2);
        Assert.InRange(pace.LongTokens(1), 5, 7);
    }

    [Fact]
    public void Now_and_then_a_step_is_left_to_the_streams_alone()
    {
        var pace = Learned(decodeMs: 40, tokenMs: 2);
        Assert.Equal(10, Enumerable.Range(0, 320).Count(_ => pace.LongTokens(8) == 0));
    }

    [Theory]
    [InlineData(40, 2, 100)]
    [InlineData(40, 0.01, 512)]
    [InlineData(1000, 10, 20)]
    public void A_short_prompt_is_read_at_once(double decodeMs, double tokenMs, int tokens) => Assert.InRange(Learned(decodeMs, tokenMs).ShortTokens(streams: 8), tokens - 2, tokens + 2);

    [Fact]
    public void Streams_that_come_while_prompts_are_read_do_not_make_reading_look_dear()
    {
        var pace = new Pace(512, 64);
        pace.Took(0, 64, 0, 64 * 5e6);
        pace.Took(1, 0, 0, 16e6);
        for (var streams = 2; streams <= 64; streams++) pace.Took(streams, 9, 0, (25 + 5 * (streams + 9)) * 1e6);
        Assert.InRange(pace.ShortTokens(64), 38, 42);
    }

    [Fact]
    public void Reading_never_stops_and_never_takes_more_than_a_step_holds()
    {
        Assert.Equal(Pace.Least, Learned(decodeMs: 0.001, tokenMs: 1000).LongTokens(8));
        var quick = Learned(decodeMs: 1000, tokenMs: 0.00001);
        Assert.Equal((512, 512, 512), (quick.LongTokens(8), quick.ShortTokens(8), quick.LongTokens(0)));
        Assert.Equal((16, 16), (new Pace(16, 4).LongTokens(0), new Pace(16, 4).ShortTokens(3)));
    }

    private static Pace Learned(double decodeMs, double tokenMs)
    {
        var pace = new Pace(512, 8);
        for (var i = 0; i < 50 && decodeMs > 0; i++) pace.Took(decoded: 8, 0, 0, decodeMs * 1e6);
        for (var i = 0; i < 50; i++) pace.Took(decoded: 0, 0, 512, 512 * tokenMs * 1e6);
        return pace;
    }
}
