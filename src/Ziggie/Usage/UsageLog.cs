using Microsoft.Extensions.Logging;

namespace Ziggie.Usage;

/// <summary>What the usage feature writes into the log.</summary>
internal static partial class UsageLog
{
    [LoggerMessage(LogLevel.Warning, "Usage cannot go into the database now; it waits in the journal.")]
    public static partial void ImportFailed(ILogger log, Exception e);

    [LoggerMessage(LogLevel.Information, "Usage goes into the database again, after {Failures} failures.")]
    public static partial void ImportRecovered(ILogger log, int failures);

    [LoggerMessage(LogLevel.Warning, "The database is at another place of the usage journal ({NowSegment}:{NowOffset}) than expected ({Segment}:{Offset}); going on from there.")]
    public static partial void UnexpectedPosition(ILogger log, long segment, long offset, long nowSegment, long nowOffset);

    [LoggerMessage(LogLevel.Warning, "Segment {Segment} of the usage journal is in the database, but could not be deleted.")]
    public static partial void SegmentNotDeleted(ILogger log, long segment, Exception e);

    [LoggerMessage(LogLevel.Information, "Deleted {Requests} requests and {Rollups} rollups that were older than usage is kept.")]
    public static partial void Deleted(ILogger log, long requests, long rollups);

    [LoggerMessage(LogLevel.Warning, "Old usage could not be deleted now; the next try is in an hour.")]
    public static partial void DeletingFailed(ILogger log, Exception e);
}
