using Ziggie.Feeds;
using Ziggie.Identity;

namespace Ziggie.Usage.Overview;

/// <summary>Topic <c>overview</c>: the last 15 minutes, then again every two seconds.</summary>
internal sealed class OverviewTopic(OverviewStats stats) : IFeedTopic
{
    public string Name => OverviewPublisher.Topic;

    public Permissions Needs => Permissions.Read;

    public Task<FeedSnapshot?> SnapshotAsync(Caller caller, string topic, CancellationToken cancel) =>
        Task.FromResult<FeedSnapshot?>(FeedSnapshot.Of(stats.Snapshot(), UsageJson.Default.OverviewSnapshot));
}
