using Ziggie.Usage.Import;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Reports;

/// <summary>A stretch of a range and the rows that answer for it: rollups of a span, or single requests.</summary>
internal sealed record UsagePart(RollupSpan? Span, long From, long To);

/// <summary>Which rows answer for a range: the coarsest that fit, so that a year is read from days and only its ragged ends from finer rows.</summary>
internal sealed record UsagePlan(long From, long To, IReadOnlyList<UsagePart> Parts)
{
    /// <param name="byHour">The report is divided by hours, so days are too coarse.</param>
    public static UsagePlan For(long from, long to, long now, UsageHorizons kept, bool byHour)
    {
        var start = Widen(from, kept, (span, at) => span.Floor(at));
        // Nothing is recorded in the future: up to now is as good as up to the day's end, which saves looking at its last minutes one by one.
        var end = to >= now ? RollupSpan.Day.Ceiling(now + 1) : Widen(to, kept, (span, at) => span.Ceiling(at));
        RollupSpan[] spans = byHour ? [RollupSpan.Hour, RollupSpan.Minute] : [RollupSpan.Day, RollupSpan.Hour, RollupSpan.Minute];
        var parts = new List<UsagePart>();
        for (var at = start; at < end;)
        {
            var part = Next(at, end, kept, spans);
            parts.Add(part);
            at = part.To;
        }
        return new UsagePlan(start, to >= now ? Math.Max(now, start) : end, parts);
    }

    private static UsagePart Next(long at, long end, UsageHorizons kept, RollupSpan[] spans)
    {
        for (var i = 0; i < spans.Length; i++)
        {
            var span = spans[i];
            if (!IsKept(span, at, kept) || span.Floor(at) != at || at + span.Length() > end) continue;
            var until = span.Floor(end);
            if (i > 0) until = Math.Min(until, spans[i - 1].Ceiling(at + 1));
            return new UsagePart(span, at, until);
        }
        // Single requests up to where the finest rollups there are begin.
        var next = spans.Last(s => IsKept(s, at, kept)).Ceiling(at + 1);
        return new UsagePart(null, at, Math.Min(end, next));
    }

    private static bool IsKept(RollupSpan span, long at, UsageHorizons kept) => span switch
    {
        RollupSpan.Minute => at >= kept.Minutes,
        RollupSpan.Hour => at >= kept.Hours,
        _ => true,
    };

    private static long Widen(long at, UsageHorizons kept, Func<RollupSpan, long, long> to)
    {
        if (at >= kept.Requests) return at;
        if (at >= kept.Minutes) return to(RollupSpan.Minute, at);
        return to(at >= kept.Hours ? RollupSpan.Hour : RollupSpan.Day, at);
    }
}
