namespace Ziggie.Usage.Rollups;

/// <summary>How long one rollup row's stretch of time is; the numbers are stored.</summary>
internal enum RollupSpan { Minute = 0, Hour = 1, Day = 2 }

/// <summary>Arithmetic on stretches of time, all in Unix milliseconds, UTC.</summary>
internal static class RollupSpans
{
    public const long MinuteMs = 60_000;
    public const long HourMs = 60 * MinuteMs;
    public const long DayMs = 24 * HourMs;

    public static IReadOnlyList<RollupSpan> All { get; } = [RollupSpan.Minute, RollupSpan.Hour, RollupSpan.Day];

    public static long Length(this RollupSpan span) => span switch { RollupSpan.Minute => MinuteMs, RollupSpan.Hour => HourMs, _ => DayMs };

    /// <summary>The start of the stretch that a time falls into.</summary>
    public static long Floor(this RollupSpan span, long at) => at - (at % span.Length() + span.Length()) % span.Length();

    /// <summary>The time itself where a stretch starts there, else the start of the next.</summary>
    public static long Ceiling(this RollupSpan span, long at) => span.Floor(at + span.Length() - 1);
}
