using Ziggie.Tests.Support;
using Ziggie.Usage.Metrics;
using Ziggie.Usage.Overview;
using Ziggie.Wire;

namespace Ziggie.Tests.Usage.Overview;

public sealed class OverviewStatsTests
{
    private readonly ManualTime _time = new();
    private readonly OverviewStats _stats;

    public OverviewStatsTests() => _stats = new OverviewStats(_time);

    private void Observe(string? backend = "b1", int status = 200, long first = 100_000, int tokens = 5) => _stats.Observe(new GatewayObservation
    {
        Operation = Operation.Chat,
        Backend = backend,
        Status = status,
        OverheadMicros = 1,
        FirstTokenMicros = first,
        TotalMicros = 2 * first,
        Tokens = new TokenUsage(1, tokens),
    });

    [Fact]
    public void Each_bucket_says_what_happened_in_it()
    {
        Observe();
        Observe(status: 500, backend: null);
        _time.Advance(TimeSpan.FromSeconds(20));
        Observe("b2", first: 400_000);
        var snapshot = _stats.Snapshot();
        Assert.Equal(90, snapshot.All.Requests.Count);
        Assert.Equal([2, 0, 1], snapshot.All.Requests.TakeLast(3));
        Assert.Equal([1, 0, 0], snapshot.All.Errors.TakeLast(3));
        Assert.Equal((3, 1, 3, 15), (snapshot.All.TotalRequests, snapshot.All.TotalErrors, snapshot.All.TotalPromptTokens, snapshot.All.TotalCompletionTokens));
        Assert.InRange(snapshot.All.BucketP50FirstTokenMs[^1]!.Value, 375, 425);
        Assert.Null(snapshot.All.BucketP50FirstTokenMs[^2]);
        Assert.InRange(snapshot.All.P50TotalMs!.Value, 187, 213);
        Assert.Equal(["b1", "b2"], snapshot.Backends.Select(b => b.Name));
        Assert.Equal(Samples.Start.AddSeconds(30), snapshot.At);
    }

    [Fact]
    public void What_is_older_than_the_window_is_forgotten()
    {
        Observe();
        _time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(1, _stats.Snapshot().All.TotalRequests);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _stats.Snapshot().All.TotalRequests);
        Observe();
        Assert.Equal(1, _stats.Snapshot().All.TotalRequests);
        _time.Advance(TimeSpan.FromDays(3));
        Assert.All(_stats.Snapshot().All.Requests, r => Assert.Equal(0, r));
    }

    [Fact]
    public void Backends_are_bounded_and_idle_ones_make_room()
    {
        for (var i = 0; i < 40; i++) Observe($"b{i}");
        Assert.Equal(16, _stats.Snapshot().Backends.Count);
        Assert.Equal(40, _stats.Snapshot().All.TotalRequests);
        _time.Advance(TimeSpan.FromMinutes(16));
        Observe("new");
        Assert.Equal("new", _stats.Snapshot().Backends[0].Name);
    }
}
