using Ziggie.Usage.Import;
using Ziggie.Usage.Reports;
using Ziggie.Usage.Rollups;

namespace Ziggie.Tests.Usage.Reports;

public sealed class UsagePlanTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 15, 12, 34, 56, 789, TimeSpan.Zero);

    private static UsageHorizons Kept => UsageHorizons.ToRead(Now.ToUnixTimeMilliseconds(), 30);

    private static UsagePlan Plan(DateTimeOffset from, DateTimeOffset to, bool byHour = false) =>
        UsagePlan.For(from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), Now.ToUnixTimeMilliseconds(), Kept, byHour);

    [Fact]
    public void A_long_range_is_read_from_days_and_its_ragged_start_from_finer_rows()
    {
        var plan = Plan(Now.AddDays(-7), Now.AddSeconds(1));
        Assert.Equal([null, RollupSpan.Hour, RollupSpan.Day], plan.Parts.Select(p => p.Span));
        Assert.Equal(Now.ToUnixTimeMilliseconds(), plan.To);
    }

    [Fact]
    public void The_last_hour_is_read_from_minutes()
    {
        var plan = Plan(Now.AddHours(-1), Now);
        Assert.Equal([null, RollupSpan.Minute, RollupSpan.Hour], plan.Parts.Select(p => p.Span));
    }

    [Fact]
    public void Times_of_which_only_days_are_left_are_widened_to_days()
    {
        var plan = Plan(Now.AddDays(-200), Now.AddDays(-100));
        Assert.Equal([RollupSpan.Day], plan.Parts.Select(p => p.Span));
        Assert.Equal(0, plan.From % RollupSpans.DayMs);
        Assert.Equal(0, plan.To % RollupSpans.DayMs);
    }

    [Fact]
    public void By_hour_nothing_is_coarser_than_an_hour() => Assert.DoesNotContain(Plan(Now.AddDays(-7), Now, byHour: true).Parts, p => p.Span == RollupSpan.Day);

    [Fact]
    public void Parts_cover_the_range_once_from_rows_that_are_there()
    {
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var from = Now.AddSeconds(-Math.Exp(random.NextDouble() * 17));
            var to = from.AddSeconds(Math.Exp(random.NextDouble() * 17));
            if (random.Next(3) == 0) to = DateTimeOffset.FromUnixTimeMilliseconds(RollupSpan.Hour.Floor(to.ToUnixTimeMilliseconds()));
            if (from >= to) continue;
            var plan = Plan(from, to);
            Assert.True(plan.From <= from.ToUnixTimeMilliseconds());
            var at = plan.From;
            foreach (var part in plan.Parts)
            {
                Assert.Equal(at, part.From);
                Assert.True(part.To > part.From);
                at = part.To;
                if (part.Span is { } span)
                {
                    Assert.Equal((0, 0), (part.From % span.Length(), part.To % span.Length()));
                    if (span == RollupSpan.Minute) Assert.True(part.From >= Kept.Minutes);
                    if (span == RollupSpan.Hour) Assert.True(part.From >= Kept.Hours);
                }
                else
                {
                    Assert.True(part.From >= Kept.Requests);
                    Assert.True(part.To - part.From <= RollupSpans.HourMs);
                }
            }
            Assert.True(at >= Math.Min(to.ToUnixTimeMilliseconds(), Now.ToUnixTimeMilliseconds()));
        }
    }
}
