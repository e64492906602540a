using Ziggie.Engine.Batching;

namespace Ziggie.Tests.Engine.Batching;

public sealed class PaceTests
{
    [Fact]
    public void Alone_a_prompt_is_read_as_fast_as_can_be() => Assert.Equal(512, new Pace(512).PromptTokens(streams: 0));

    [Fact]
    public void Beside_streams_reading_takes_about_as_long_as_their_step()
    {
        var pace = new Pace(512);
        for (var i = 0; i < 50; i++) pace.Took(decoded: 8, prompt: 0, nanoseconds: 40_000_000);
        for (var i = 0; i < 50; i++) pace.Took(decoded: 0, prompt: 512, nanoseconds: 512 * 2_000_000L);
        Assert.InRange(pace.PromptTokens(streams: 8), 18, 22);
    }

    [Fact]
    public void What_a_shared_step_took_is_learned_from_too()
    {
        var pace = new Pace(512);
        pace.Took(8, 0, 40_000_000);
        for (var i = 0; i < 50; i++) pace.Took(8, 20, 40_000_000 + 20 * 4_000_000L);
        Assert.InRange(pace.PromptTokens(8), 9, 11);
    }

    [Fact]
    public void Reading_never_stops_and_never_takes_more_than_a_step_holds()
    {
        var slow = new Pace(512);
        slow.Took(1, 0, 1_000);
        slow.Took(0, 512, 1_000_000_000);
        Assert.True(slow.PromptTokens(1) > 0);
        var quick = new Pace(512);
        quick.Took(1, 0, 1_000_000_000);
        quick.Took(0, 512, 1_000);
        Assert.Equal(512, quick.PromptTokens(1));
    }
}
