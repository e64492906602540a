namespace Ziggie.Machine.History;

/// <summary>One metric over a range, added up in steps of the same length. Steps in which nothing was measured are not there.</summary>
internal sealed class HistorySteps(long stepMs)
{
    private readonly SortedDictionary<long, MetricSums> _steps = [];

    /// <summary>Adds what was measured in a stretch that begins at a time and is no longer than a step.</summary>
    public void Add(long at, in MetricSums sums)
    {
        var step = HistorySpans.Floor(at, stepMs);
        _steps[step] = _steps.GetValueOrDefault(step).With(sums);
    }

    public IReadOnlyList<HistoryPoint> Points() =>
        [.. _steps.Select(s => new HistoryPoint(DateTimeOffset.FromUnixTimeMilliseconds(s.Key), Round(s.Value.Min), Round(s.Value.Mean), Round(s.Value.Max)))];

    /// <summary>Values are kept with seven digits; more would pretend.</summary>
    private static double Round(double value) => Math.Abs(value) < 10_000 ? Math.Round(value, 2) : Math.Round(value);
}
