using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ziggie.Feeds;

/// <summary>Publishes samples of what is watched; of the rest it takes none.</summary>
internal sealed partial class FeedSampling(IEnumerable<IFeedSampler> samplers, FeedHub hub, TimeProvider time, ILogger<FeedSampling> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(samplers.Select(s => RunAsync(s, stoppingToken)));

    private async Task RunAsync(IFeedSampler sampler, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await hub.WhenWatchedAsync(sampler.Topic, stopping);
                await PublishWhileWatchedAsync(sampler, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task PublishWhileWatchedAsync(IFeedSampler sampler, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(sampler.Interval, time);
        var failing = false;
        while (await timer.WaitForNextTickAsync(stopping) && hub.IsWatched(sampler.Topic))
        {
            try
            {
                hub.Publish(sampler.Topic, sampler.Topic + ".sample", await sampler.SampleAsync(stopping), FeedKeep.Nowhere, ownerId: null, ownerOnly: false);
                failing = false;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                // Said once, not every two seconds; the next tick tries again.
                if (!failing) LogFailed(e, sampler.Topic);
                failing = true;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Taking samples of {Topic} fails; trying on")]
    private partial void LogFailed(Exception e, string topic);
}
