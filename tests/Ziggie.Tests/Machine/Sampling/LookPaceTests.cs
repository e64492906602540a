using Ziggie.Machine.Sampling;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class LookPaceTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<double> _looks = [];
    private readonly LookPace _pace;

    public LookPaceTests() => _pace = new LookPace(_time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _pace.Dispose();

    [Fact]
    public async Task The_first_who_asks_waits_for_two_looks_and_the_next_gets_the_same()
    {
        Assert.Equal(0.25, await FirstAsync());
        Assert.Equal([0, 0.25], _looks);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(0.25, await TakeAsync());
        Assert.Equal(2, _looks.Count);
    }

    [Fact]
    public async Task A_watcher_gets_the_time_since_its_last_look()
    {
        await FirstAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, await TakeAsync());
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(15, await TakeAsync());
    }

    [Fact]
    public async Task After_long_silence_it_begins_anew()
    {
        await FirstAsync();
        _time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(0.25, await FirstAsync());
        Assert.Equal([0, 0.25, 0, 0.25], _looks);
    }

    [Fact]
    public async Task Who_leaves_while_waiting_harms_nobody()
    {
        using var left = new CancellationTokenSource();
        var leaving = _pace.TakeAsync(Look, s => s, left.Token);
        var waiting = TakeAsync();
        await _time.WaitForWaiterAsync(Cancel);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await _time.WaitForWaiterAsync(Cancel);
        _time.Advance(LookPace.Shortest);
        Assert.Equal(0.25, await waiting);
    }

    [Fact]
    public async Task A_look_that_fails_is_begun_anew()
    {
        await FirstAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _pace.TakeAsync((_, _) => throw new InvalidOperationException(), s => s, Cancel));
        Assert.Equal(0.25, await FirstAsync());
        Assert.Equal([0, 0.25, 0, 0.25], _looks);
    }

    private Task<double> TakeAsync() => _pace.TakeAsync(Look, s => s, Cancel);

    private async Task<double> FirstAsync()
    {
        var taking = TakeAsync();
        await _time.WaitForWaiterAsync(Cancel);
        _time.Advance(LookPace.Shortest);
        return await taking;
    }

    private Task Look(double seconds, CancellationToken cancel)
    {
        _looks.Add(seconds);
        return Task.CompletedTask;
    }
}
