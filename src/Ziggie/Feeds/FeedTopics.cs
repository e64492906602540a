using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary>All topics there are, and who may watch them.</summary>
internal sealed class FeedTopics
{
    private readonly Dictionary<string, IFeedTopic> _topics;

    public FeedTopics(IEnumerable<IFeedTopic> topics, IEnumerable<IFeedSampler> samplers) =>
        _topics = topics.Concat(samplers.Select(s => new SampledTopic(s))).ToDictionary(t => t.Name, StringComparer.Ordinal);

    public IEnumerable<string> Names => _topics.Keys.Order(StringComparer.Ordinal);

    public IFeedTopic? Find(string topic)
    {
        if (_topics.TryGetValue(topic, out var exact)) return topic.EndsWith(':') ? null : exact;
        var colon = topic.IndexOf(':');
        return colon > 0 && colon < topic.Length - 1 ? _topics.GetValueOrDefault(topic[..(colon + 1)]) : null;
    }

    /// <summary>Whether events of the topic may be told; a topic that nobody registered is for all who may read.</summary>
    public bool MayRead(Caller caller, string topic) => Find(topic) is not { } found || May(caller, found, topic);

    public static bool May(Caller caller, IFeedTopic found, string topic) =>
        (found.Needs == Permissions.None || caller.May(found.Needs)) && found.MayWatch(caller, topic);
}
