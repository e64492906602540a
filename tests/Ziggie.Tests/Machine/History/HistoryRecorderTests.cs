using Ziggie.Machine.History;
using Ziggie.Storage;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.History;

public sealed class HistoryRecorderTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _database = new();
    private RecorderRig? _rig;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RecorderRig Rig => _rig!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _rig = new RecorderRig(_database.Database);
    }

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Unwatched_there_is_a_sample_in_each_ten_seconds_and_a_write_a_minute()
    {
        await Rig.Recorder.StartAsync(Cancel);
        await Rig.PassAsync(20);
        await Eventually.TrueAsync(() => Rig.Writes == 3);
        Assert.Equal(20, Rig.Looks);
        await Rig.Recorder.StopAsync(Cancel);
        var points = await Rig.LoadAsync();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => HistorySamples.Start.AddSeconds(i * 10)), points.Select(p => p.At));
        Assert.All(points, p => Assert.Equal(1.5, p.Mean));
    }

    [Fact]
    public async Task The_looks_of_watchers_are_kept_and_do_for_their_slot()
    {
        await Rig.Recorder.StartAsync(Cancel);
        await Rig.PassAsync(1);
        for (var i = 0; i < 20; i++)
        {
            Rig.Advance(TimeSpan.FromSeconds(2));
            await Rig.Monitor.StatsAsync(Cancel);
        }
        Assert.Equal(21, Rig.Looks);
        Assert.Equal(21, (await Rig.Recorder.PendingAsync(Cancel)).Samples.Count);
    }

    [Fact]
    public async Task What_was_gathered_is_written_at_the_end()
    {
        await Rig.Recorder.StartAsync(Cancel);
        await Rig.PassAsync(3);
        Assert.Empty(await Rig.LoadAsync());
        await Rig.Recorder.StopAsync(Cancel);
        Assert.Equal(3, (await Rig.LoadAsync()).Count);
    }

    [Fact]
    public async Task What_the_database_could_not_take_goes_in_later()
    {
        await Rig.Recorder.StartAsync(Cancel);
        Rig.IsAway = true;
        await Rig.PassAsync(20);
        Assert.Equal(20, (await Rig.Recorder.PendingAsync(Cancel)).Samples.Count);
        Rig.IsAway = false;
        await Rig.PassAsync(8);
        await Rig.Recorder.StopAsync(Cancel);
        Assert.Equal(28, (await Rig.LoadAsync()).Count);
    }

    [Fact]
    public async Task What_waits_for_the_database_is_bounded_and_the_newest_stays()
    {
        Rig.IsAway = true;
        for (var i = 0; i < 3 * HistoryRecorder.MostPending; i++) Rig.Recorder.Keep(HistorySamples.Stats(HistorySamples.Start.AddSeconds(i)));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => Rig.Recorder.WriteAsync(Cancel));
        var (pending, _) = await Rig.Recorder.PendingAsync(Cancel);
        Assert.InRange(pending.Count, HistoryRecorder.MostPending / 2, HistoryRecorder.MostPending);
        Assert.Equal(HistorySamples.At(3 * HistoryRecorder.MostPending - 1), pending[^1].At);
    }

    [Fact]
    public async Task A_clock_set_back_loses_nothing()
    {
        await Rig.Recorder.StartAsync(Cancel);
        await Rig.PassAsync(12);
        Rig.Clock.Ahead = TimeSpan.FromHours(-1);
        await Rig.PassAsync(12);
        await Rig.Recorder.StopAsync(Cancel);
        var points = await Rig.LoadAsync();
        Assert.Equal(24, points.Count);
        Assert.Equal(HistorySamples.Start.AddHours(-1), points[0].At.AddSeconds(-120), TimeSpan.FromSeconds(10));
        Assert.Equal(4, (await Rig.LoadAsync(HistorySpan.Minute)).Count);
    }

    /// <summary>A wrong clock must not make all that there is too old.</summary>
    [Fact]
    public async Task A_clock_set_far_ahead_deletes_nothing_until_it_has_proved_itself()
    {
        await Rig.Recorder.StartAsync(Cancel);
        await Rig.PassAsync(180);
        Rig.Clock.Ahead = TimeSpan.FromDays(365);
        await Rig.PassAsync(120);
        Assert.InRange((await Rig.LoadAsync(HistorySpan.Quarter)).Count, 2, 3);
        Rig.Clock.Ahead = TimeSpan.Zero;
        await Rig.PassAsync(12);
        Assert.InRange((await Rig.LoadAsync(HistorySpan.Quarter)).Count, 3, 5);
    }

    [Fact]
    public async Task Old_samples_are_deleted_in_time()
    {
        await Rig.Recorder.StartAsync(Cancel);
        await Rig.PassAsync(9 * 60);
        var points = await Rig.LoadAsync();
        Assert.InRange(points[0].At, HistorySamples.Start.AddMinutes(10), HistorySamples.Start.AddMinutes(30));
        Assert.Equal(HistorySamples.Start, (await Rig.LoadAsync(HistorySpan.Minute))[0].At);
    }
}
