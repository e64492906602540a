namespace Ziggie.Machine.History;

/// <summary>How finely something is kept; the numbers are stored.</summary>
internal enum HistorySpan { Sample = 0, Minute = 1, Quarter = 2 }

/// <summary>Arithmetic on stretches of time, in Unix milliseconds.</summary>
internal static class HistorySpans
{
    public const long MinuteMs = 60_000;
    public const long QuarterMs = 15 * MinuteMs;

    /// <summary>One sample in each such stretch where nobody watches.</summary>
    public const long SampleMs = 10_000;

    /// <summary>So that a question about the last hour is still answered from it a moment later.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<HistorySpan> All { get; } = [HistorySpan.Sample, HistorySpan.Minute, HistorySpan.Quarter];

    /// <summary>The finest step that it can answer.</summary>
    public static long Resolution(this HistorySpan span) => span switch { HistorySpan.Sample => SampleMs, HistorySpan.Minute => MinuteMs, _ => QuarterMs };

    /// <summary>How long the stretch of a row is.</summary>
    public static long Row(this HistorySpan span) => span == HistorySpan.Quarter ? QuarterMs : MinuteMs;

    public static TimeSpan Kept(this HistorySpan span) => span switch
    {
        HistorySpan.Sample => TimeSpan.FromHours(1),
        HistorySpan.Minute => TimeSpan.FromDays(2),
        _ => TimeSpan.FromDays(30),
    };

    /// <summary>The earliest time that it can be asked about.</summary>
    public static long Since(this HistorySpan span, long now) => now - (long)(span.Kept() + s_slack).TotalMilliseconds;

    /// <summary>Rows that begin before this are too old.</summary>
    public static long ToDelete(this HistorySpan span, long now) => Floor(span.Since(now), span.Row());

    /// <summary>The start of the stretch of this length that a time falls into.</summary>
    public static long Floor(long at, long length) => at - (at % length + length) % length;
}
