using Ziggie.Engine.Batching;

namespace Ziggie.Tests.Engine.Batching;

public sealed class PaceTests
{
    [Fact]
    public void Alone_a_prompt_is_read_in_steps_of_half_a_second()
    {
        Assert.Equal(128, new Pace(512).PromptTokens(streams: 0));
        Assert.Equal(100, Learned(decodeMs: 0, tokenMs: 5).PromptTokens(streams: 0));
        Assert.Equal(64, Learned(decodeMs: 0, tokenMs: 100).PromptTokens(streams: 0));
        Assert.Equal(512, Learned(decodeMs: 0, tokenMs: 0.01).PromptTokens(streams: 0));
    }

    [Fact]
    public void Beside_streams_a_long_prompt_makes_a_step_little_more_than_twice_as_long() =>
        Assert.InRange(Learned(decodeMs: 40, tokenMs: 2).PromptTokens(streams: 8), 24, 28);

    [Fact]
    public void What_a_shared_step_took_is_learned_from_too()
    {
        var pace = new Pace(512);
        pace.Took(8, 0, 40_000_000);
        for (var i = 0; i < 50; i++) pace.Took(8, 20, 40_000_000 + 20 * 4_000_000L);
        Assert.InRange(pace.PromptTokens(8), 12, 14);
    }

    [Theory]
    [InlineData(40, 2, 100)]
    [InlineData(40, 0.01, 512)]
    [InlineData(1000, 10, 130)]
    public void A_short_prompt_is_read_at_once(double decodeMs, double tokenMs, int tokens) => Assert.InRange(Learned(decodeMs, tokenMs).AtOnce(streams: 8), tokens - 2, tokens + 2);

    [Fact]
    public void Reading_never_stops_and_never_takes_more_than_a_step_holds()
    {
        Assert.Equal(Pace.Least, Learned(decodeMs: 0.001, tokenMs: 1000).PromptTokens(1));
        var quick = Learned(decodeMs: 1000, tokenMs: 0.00001);
        Assert.Equal((512, 512, 512), (quick.PromptTokens(1), quick.AtOnce(1), quick.PromptTokens(0)));
        Assert.Equal((16, 16), (new Pace(16).PromptTokens(0), new Pace(16).AtOnce(3)));
    }

    private static Pace Learned(double decodeMs, double tokenMs)
    {
        var pace = new Pace(512);
        for (var i = 0; i < 50 && decodeMs > 0; i++) pace.Took(decoded: 8, prompt: 0, nanoseconds: (long)(decodeMs * 1e6));
        for (var i = 0; i < 50; i++) pace.Took(decoded: 0, prompt: 512, nanoseconds: (long)(512 * tokenMs * 1e6));
        return pace;
    }
}
