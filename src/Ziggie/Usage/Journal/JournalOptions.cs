namespace Ziggie.Usage.Journal;

/// <summary>The journal's bounds.</summary>
internal sealed record JournalOptions
{
    public long SegmentBytes { get; init; } = 16 << 20;

    /// <summary>Records kept in memory while the disk refuses them.</summary>
    public int QueuedRecords { get; init; } = 100_000;
    public long QueuedBytes { get; init; } = 64 << 20;
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
