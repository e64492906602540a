namespace Ziggie.Machine.History;

/// <summary>Which of the kept things answer a question, and in which steps.</summary>
/// <param name="From">Where the first step begins.</param>
internal readonly record struct HistoryPlan(HistorySpan Span, long StepMs, long From, long To)
{
    /// <summary>Of one metric.</summary>
    public const int MostPoints = 2_000;

    /// <summary>About as many as a chart has room for.</summary>
    private const int UsualPoints = 400;

    private const long MinuteMs = HistorySpans.MinuteMs;
    private const long HourMs = 60 * MinuteMs;

    private static readonly long[] s_niceSteps =
    [
        10_000, 20_000, 30_000, MinuteMs, 2 * MinuteMs, 5 * MinuteMs, 10 * MinuteMs, 15 * MinuteMs, 30 * MinuteMs,
        HourMs, 2 * HourMs, 3 * HourMs, 6 * HourMs, 12 * HourMs, 24 * HourMs,
    ];

    /// <param name="askedMs">The step asked for; null for one that suits the range.</param>
    public static HistoryPlan Of(long from, long to, long? askedMs, long now)
    {
        var range = to - from;
        var step = askedMs ?? Nice(range / UsualPoints);
        var span = SpanFor(step, from, now);
        step = UpTo(step, span.Resolution());
        if (Points(from, to, step) > MostPoints)
        {
            step = Math.Max(step, Nice(range / (MostPoints - 2)));
            span = SpanFor(step, from, now);
            step = UpTo(step, span.Resolution());
        }
        return new HistoryPlan(span, step, HistorySpans.Floor(from, step), to);
    }

    /// <summary>The coarsest that is fine enough and goes back far enough, else what goes back furthest.</summary>
    private static HistorySpan SpanFor(long step, long from, long now)
    {
        if (step >= HistorySpans.QuarterMs && step % HistorySpans.QuarterMs == 0) return HistorySpan.Quarter;
        if (step < MinuteMs && from >= HistorySpan.Sample.Since(now)) return HistorySpan.Sample;
        return from >= HistorySpan.Minute.Since(now) ? HistorySpan.Minute : HistorySpan.Quarter;
    }

    private static long Points(long from, long to, long step) => (to - HistorySpans.Floor(from, step) + step - 1) / step;

    private static long UpTo(long step, long resolution) => Math.Max(resolution, (step + resolution - 1) / resolution * resolution);

    /// <summary>The next that clocks have, or whole days.</summary>
    private static long Nice(long least) => Array.Find(s_niceSteps, s => s >= least) is > 0 and var nice ? nice : UpTo(least, 24 * HourMs);
}
