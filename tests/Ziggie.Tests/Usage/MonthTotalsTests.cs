using Ziggie.Tests.Support;
using Ziggie.Usage;

namespace Ziggie.Tests.Usage;

public sealed class MonthTotalsTests
{
    private readonly ManualTime _time = new();

    private UsageRecord Now(int prompt, int completion) => Samples.Record(at: _time.GetUtcNow().ToUnixTimeMilliseconds(), prompt: prompt, completion: completion);

    [Fact]
    public void Counts_what_is_recorded_and_does_not_change_when_it_is_imported()
    {
        var months = new MonthTotals(_time);
        var record = Now(10, 5);
        months.Journaled(record);
        Assert.Equal(15, months.Of("k1"));
        months.Imported(record);
        Assert.Equal(15, months.Of("k1"));
        Assert.Equal(0, months.Of("another"));
    }

    [Fact]
    public void What_is_stored_is_added_once_however_often_it_is_read()
    {
        var months = new MonthTotals(_time);
        months.Journaled(Now(1, 0));
        for (var i = 0; i < 3; i++) months.Stored(months.MonthStart, [("k1", 100), ("k2", 7)]);
        Assert.Equal(101, months.Of("k1"));
        Assert.Equal(7, months.Of("k2"));
        months.Stored(months.MonthStart, []);
        Assert.Equal(1, months.Of("k1"));
    }

    [Fact]
    public void A_new_month_begins_at_nothing()
    {
        var months = new MonthTotals(_time);
        var old = Now(10, 0);
        months.Journaled(old);
        var january = months.MonthStart;
        _time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(0, months.Of("k1"));
        months.Journaled(Now(3, 0));
        months.Imported(old);
        months.Stored(january, [("k1", 1_000)]);
        Assert.Equal(3, months.Of("k1"));
    }

    [Fact]
    public void Counts_that_were_not_said_count_nothing()
    {
        var months = new MonthTotals(_time);
        months.Journaled(Now(-1, -1));
        months.Journaled(Now(5, 5) with { KeyId = null });
        Assert.Equal(0, months.Of("k1"));
    }
}
