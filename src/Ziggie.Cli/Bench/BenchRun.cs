namespace Ziggie.Cli.Bench;

/// <summary>Warms up, then measures level by level. What was measured so far can be looked at whenever it is stopped.</summary>
internal sealed class BenchRun(BenchCall call, TimeProvider time)
{
    private readonly List<BenchLevel> _levels = [];

    public BenchSample? WarmUp { get; private set; }
    public BenchPlan? Plan { get; private set; }

    /// <summary>Those that were begun.</summary>
    public IReadOnlyList<BenchLevel> Levels => _levels;

    /// <exception cref="CliException">Not even the first request was answered.</exception>
    public async Task RunAsync(BenchPlan plan, Action<BenchLevel, int> tell, CancellationToken cancel)
    {
        WarmUp = await call.AskAsync(plan, 0, cancel);
        if (WarmUp.Error is { } error) throw new CliException(ExitCode.Failure, $"The first request failed, so there is nothing to measure: {error}");
        // Where the control center chose, it might choose another one each time.
        plan = (plan with { Model = plan.Model ?? (WarmUp is { Backend: { } backend, Model: { } model } ? $"{backend}/{model}" : null) }).Calibrated(WarmUp);
        Plan = plan;
        var number = 0;
        foreach (var concurrency in plan.Levels)
        {
            var level = new BenchLevel(concurrency);
            _levels.Add(level);
            await MeasureAsync(plan, level, number, tell, cancel);
            number += plan.RequestsAt(concurrency);
        }
    }

    private async Task MeasureAsync(BenchPlan plan, BenchLevel level, int before, Action<BenchLevel, int> tell, CancellationToken cancel)
    {
        var requests = plan.RequestsAt(level.Concurrency);
        var next = 0;
        var start = time.GetTimestamp();
        tell(level, requests);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(level.Concurrency, requests)).Select(_ => StreamAsync()));
        }
        catch (OperationCanceledException)
        {
            level.Interrupted = true;
            throw;
        }

        async Task StreamAsync()
        {
            while (Interlocked.Increment(ref next) is var mine && mine <= requests)
            {
                var sample = await TryAsync(plan, before + mine, cancel);
                lock (level)
                {
                    level.Add(sample);
                    level.Duration = time.GetElapsedTime(start);
                    tell(level, requests);
                }
            }
        }
    }

    private async Task<BenchSample> TryAsync(BenchPlan plan, int number, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        try
        {
            return await call.AskAsync(plan, number, cancel);
        }
        catch (CliException refused)
        {
            return BenchSample.Failed(time.GetElapsedTime(start).TotalMilliseconds, refused.Message);
        }
    }
}
