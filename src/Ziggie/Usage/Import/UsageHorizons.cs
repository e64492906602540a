using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Import;

/// <summary>How far back each kind of row reaches, as Unix milliseconds; 0 is forever.</summary>
internal sealed record UsageHorizons(long Requests, long Minutes, long Hours)
{
    private const long MinutesKept = 2 * RollupSpans.DayMs;
    private const long HoursKept = 90 * RollupSpans.DayMs;

    /// <summary>What may be deleted: rows before these.</summary>
    public static UsageHorizons ToDelete(long now, int retentionDays) => At(now, retentionDays);

    /// <summary>What may be counted on: a little later than what may be deleted, as deleting takes its time.</summary>
    public static UsageHorizons ToRead(long now, int retentionDays) => At(now + 2 * RollupSpans.HourMs, retentionDays);

    private static UsageHorizons At(long now, int retentionDays) => new(
        retentionDays <= 0 ? 0 : now - retentionDays * RollupSpans.DayMs,
        RollupSpan.Hour.Floor(now - MinutesKept),
        RollupSpan.Day.Floor(now - HoursKept));
}
