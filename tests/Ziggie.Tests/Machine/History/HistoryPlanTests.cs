using Ziggie.Machine.History;
using Ziggie.Wire;

namespace Ziggie.Tests.Machine.History;

public sealed class HistoryPlanTests
{
    private static readonly long s_now = HistorySamples.At(0);

    [Theory]
    // A step that suits the range.
    [InlineData("1h", "0s", null, 0, "10s")]
    [InlineData("6h", "0s", null, 1, "1m")]
    [InlineData("1d", "0s", null, 1, "5m")]
    [InlineData("7d", "0s", null, 2, "30m")]
    [InlineData("30d", "0s", null, 2, "2h")]
    // Raised to what is kept, by step and by age.
    [InlineData("1h", "0s", "1s", 0, "10s")]
    [InlineData("1h", "0s", "15s", 0, "20s")]
    [InlineData("1h", "0s", "61s", 1, "2m")]
    [InlineData("3h", "2h", "10s", 1, "1m")]
    [InlineData("3d", "2d12h", "1m", 2, "15m")]
    [InlineData("1d", "0s", "15m", 2, "15m")]
    [InlineData("1d", "0s", "20m", 1, "20m")]
    [InlineData("20d", "0s", "20m", 2, "30m")]
    // What was asked a moment ago.
    [InlineData("1h2m", "0s", "10s", 0, "10s")]
    // Never too many points.
    [InlineData("2d", "0s", "1m", 1, "2m")]
    [InlineData("30d", "0s", "15m", 2, "30m")]
    [InlineData("20000d", "0s", "1s", 2, "11d")]
    public void The_step_is_what_the_range_can_give(string from, string to, string? asked, int span, string step)
    {
        var plan = HistoryPlan.Of(s_now - Ms(from), s_now - Ms(to), asked is null ? null : Ms(asked), s_now);
        Assert.Equal(((HistorySpan)span, Ms(step)), (plan.Span, plan.StepMs));
        Assert.Equal(0, plan.From % plan.StepMs);
        Assert.InRange((plan.To - plan.From) / plan.StepMs, 1, HistoryPlan.MostPoints);
    }

    private static long Ms(string duration) => (long)Durations.Parse(duration)!.Value.TotalMilliseconds;
}
