using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary>Numbers that are taken again and again, but only while somebody watches them. Registered as singletons.</summary>
internal interface IFeedSampler
{
    /// <summary>The topic, e.g. <c>overview</c>; its events are named <c>TOPIC.sample</c>.</summary>
    string Topic { get; }

    Permissions Needs { get; }

    TimeSpan Interval { get; }

    /// <summary>The numbers now, as JSON.</summary>
    ValueTask<ReadOnlyMemory<byte>> SampleAsync(CancellationToken cancel);
}

/// <summary>A sampler as a topic: its snapshot is a sample.</summary>
internal sealed class SampledTopic(IFeedSampler sampler) : IFeedTopic
{
    public string Name => sampler.Topic;

    public Permissions Needs => sampler.Needs;

    public async Task<FeedSnapshot?> SnapshotAsync(Caller caller, string topic, CancellationToken cancel) =>
        new FeedSnapshot(await sampler.SampleAsync(cancel));
}
