namespace Ziggie.Feeds;

/// <summary>Bounds of everything that watches or is kept for watchers.</summary>
internal sealed record FeedLimits
{
    /// <summary>Events waiting for one watcher; past it the watcher is caught up another way.</summary>
    public int Waiting { get; init; } = 256;

    /// <summary>Events kept for <c>/api/events</c>, and as many details for resumed streams.</summary>
    public int KeptEvents { get; init; } = 4096;

    public long KeptBytes { get; init; } = 8 << 20;
    public int TopicsPerSocket { get; init; } = 32;
    public int TopicNameLength { get; init; } = 200;

    /// <summary>WebSockets and event streams of one caller at once.</summary>
    public int StreamsPerCaller { get; init; } = 64;

    /// <summary>Largest message a watcher may send.</summary>
    public int MessageBytes { get; init; } = 4096;

    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A watcher that takes nothing for this long is gone.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
