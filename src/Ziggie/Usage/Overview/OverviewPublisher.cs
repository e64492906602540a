using Microsoft.Extensions.Hosting;
using Ziggie.Feeds;

namespace Ziggie.Usage.Overview;

/// <summary>Publishes the overview while anybody watches.</summary>
internal sealed class OverviewPublisher(OverviewStats stats, IFeeds feeds, TimeProvider time) : BackgroundService
{
    public const string Topic = "overview";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await feeds.WhenWatchedAsync(Topic, stoppingToken);
            using var timer = new PeriodicTimer(Every, time);
            while (await timer.WaitForNextTickAsync(stoppingToken) && feeds.IsWatched(Topic))
                feeds.Publish(Topic, "overview.updated", stats.Snapshot(), UsageJson.Default.OverviewSnapshot);
        }
    }
}
