using Ziggie.Engine.Batching;

namespace Ziggie.Tests.Engine.Batching;

public sealed class PaceTests
{
    [Theory]
    [InlineData(5, 100)]
    [InlineData(100, 64)]
    [InlineData(0.01, 512)]
    public void Alone_a_prompt_is_read_in_parts_of_half_a_second(double tokenMs, int tokens) => Assert.Equal(tokens, Learned(streamsMs: 0, tokenMs).LongTokens(streams: 0));

    [Fact]
    public void Before_anything_is_known_parts_are_small()
    {
        var pace = new Pace(512);
        Assert.Equal((128, 128, 32, 32), (pace.LongTokens(0), pace.ShortTokens(0), pace.LongTokens(3), pace.ShortTokens(3)));
    }

    [Fact]
    public void Beside_streams_a_long_prompt_takes_three_quarters_of_their_time() => Assert.InRange(Learned(streamsMs: 40, tokenMs: 2).LongTokens(streams: 8), 14, 15);

    [Fact]
    public void A_long_prompt_of_which_tokens_cost_more_and_more_is_read_slower_and_slower()
    {
        var pace = Learned(streamsMs: 40, tokenMs: 2);
        for (var i = 0; i < 30; i++) pace.Read(0, 8, alone: false, Ms(8 * 10));
        Assert.Equal(3, pace.LongTokens(8));
        Assert.InRange(pace.ShortTokens(8), 98, 102);
    }

    [Fact]
    public void Fewer_streams_leave_less_time_for_reading_at_once_and_more_streams_more_with_time()
    {
        var pace = Learned(streamsMs: 40, tokenMs: 2);
        pace.WentOn(Ms(10));
        Assert.Equal(3, pace.LongTokens(1));
        pace.WentOn(Ms(40));
        Assert.InRange(pace.LongTokens(8), 5, 14);
    }

    [Theory]
    [InlineData(50, 10)]
    [InlineData(65, 4)]
    [InlineData(80, Pace.Least)]
    [InlineData(900, Pace.Least)]
    public void Where_the_streams_were_held_up_reading_makes_it_good(double lateMs, int tokens)
    {
        var pace = Learned(streamsMs: 40, tokenMs: 2);
        pace.WentOn(Ms(lateMs));
        Assert.InRange(pace.LongTokens(8), tokens, tokens + 2);
    }

    [Theory]
    [InlineData(40, 2, 100)]
    [InlineData(40, 0.01, 512)]
    [InlineData(1000, 10, 20)]
    public void A_short_prompt_is_read_at_once(double streamsMs, double tokenMs, int tokens) => Assert.InRange(Learned(streamsMs, tokenMs).ShortTokens(streams: 8), tokens - 2, tokens + 2);

    [Fact]
    public void Few_tokens_do_not_make_reading_look_dear()
    {
        var pace = new Pace(512);
        pace.Read(64, 0, alone: true, Ms(64 * 5));
        for (var i = 0; i < 50; i++) pace.Read(9, 0, alone: false, Ms(25 + 5 * 9));
        Assert.InRange(pace.ShortTokens(64), 38, 42);
    }

    [Fact]
    public void Reading_never_stops_and_never_takes_more_than_a_batch_holds()
    {
        Assert.Equal(Pace.Least, Learned(streamsMs: 0.001, tokenMs: 1000).LongTokens(8));
        var quick = Learned(streamsMs: 1000, tokenMs: 0.00001);
        Assert.Equal((512, 512, 512), (quick.LongTokens(8), quick.ShortTokens(8), quick.LongTokens(0)));
        Assert.Equal((16, 16), (new Pace(16).LongTokens(0), new Pace(16).ShortTokens(3)));
    }

    private static Pace Learned(double streamsMs, double tokenMs)
    {
        var pace = new Pace(512);
        for (var i = 0; i < 50 && streamsMs > 0; i++) pace.WentOn(Ms(streamsMs));
        for (var i = 0; i < 50; i++) pace.Read(0, 512, alone: true, Ms(512 * tokenMs));
        return pace;
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
