using Ziggie.Admission;
using Ziggie.Identity;

namespace Ziggie.Tests.Admission;

public sealed class KeyMeterTests
{
    private static readonly Func<TimeSpan> s_month = () => TimeSpan.FromDays(3);

    private static KeyLimits Limits(int? requests = null, int? tokens = null, long? monthly = null, int? concurrency = null) => new(requests, tokens, monthly, concurrency, null);

    [Fact]
    public void Requests_a_minute_are_refused_past_the_limit_and_come_back_evenly()
    {
        var meter = new KeyMeter();
        var limits = Limits(requests: 2);
        Assert.Null(meter.TryEnter(limits, 1, 0, 0, s_month).Refusal);
        Assert.Null(meter.TryEnter(limits, 1, 0, 0, s_month).Refusal);
        var refused = meter.TryEnter(limits, 1, 0, 0, s_month);
        Assert.Equal("rate_limit_exceeded", refused.Code);
        Assert.Equal(30, refused.RetryAfter.TotalSeconds, 3);
        Assert.Null(meter.TryEnter(limits, 1, 30.01, 0, s_month).Refusal);
    }

    [Fact]
    public void Reserved_tokens_that_were_not_used_are_given_back()
    {
        var meter = new KeyMeter();
        var limits = Limits(tokens: 1000);
        Assert.Null(meter.TryEnter(limits, 900, 0, 0, s_month).Refusal);
        Assert.NotNull(meter.TryEnter(limits, 900, 0, 0, s_month).Refusal);
        meter.Settle(limits, 900, 10, 0);
        Assert.Null(meter.TryEnter(limits, 900, 0, 0, s_month).Refusal);
    }

    [Fact]
    public void A_request_larger_than_the_whole_limit_may_go_when_nothing_was_used()
    {
        var meter = new KeyMeter();
        Assert.Null(meter.TryEnter(Limits(tokens: 100), 5000, 0, 0, s_month).Refusal);
    }

    [Fact]
    public void Running_requests_count_towards_the_month()
    {
        var meter = new KeyMeter();
        var limits = Limits(monthly: 1000);
        Assert.Null(meter.TryEnter(limits, 600, 0, 0, s_month).Refusal);
        var refused = meter.TryEnter(limits, 600, 0, 0, s_month);
        Assert.Equal("insufficient_quota", refused.Code);
        Assert.Equal(TimeSpan.FromDays(3), refused.RetryAfter);
        meter.Settle(limits, 600, 5, 0);
        Assert.Null(meter.TryEnter(limits, 600, 0, 5, s_month).Refusal);
    }

    [Fact]
    public void Requests_at_once_are_bounded()
    {
        var meter = new KeyMeter();
        var limits = Limits(concurrency: 1);
        Assert.Null(meter.TryEnter(limits, 1, 0, 0, s_month).Refusal);
        Assert.Equal("concurrency_limit_exceeded", meter.TryEnter(limits, 1, 0, 0, s_month).Code);
        meter.Settle(limits, 1, 1, 0);
        Assert.Null(meter.TryEnter(limits, 1, 0, 0, s_month).Refusal);
    }

    [Fact]
    public void What_is_left_is_told()
    {
        var meter = new KeyMeter();
        var limits = Limits(requests: 10, tokens: 100);
        meter.TryEnter(limits, 40, 0, 0, s_month);
        var left = meter.Left(limits, 0);
        Assert.Equal((10, 9, 100, 60), (left.RequestsLimit, left.RequestsLeft, left.TokensLimit, left.TokensLeft));
        Assert.Equal(6, left.RequestsResetSeconds, 3);
    }
}
