using System.Text.Json.Serialization.Metadata;

namespace Ziggie.Feeds;

/// <summary>Tells whoever watches (WebSockets of dashboard tabs, <c>/api/events</c>) what happens. Never blocks; slow watchers are caught up from a snapshot or dropped.</summary>
public interface IFeeds
{
    /// <summary>Publishes a change of a topic, e.g. <c>backends</c>, <c>conversation:ID</c>.</summary>
    /// <param name="type">Dotted word for the change, e.g. <c>backend.offline</c>.</param>
    /// <param name="ownerId">Only this user (and admins) may see it; null: everybody with the right to read.</param>
    void Publish<T>(string topic, string type, T data, JsonTypeInfo<T> json, string? ownerId = null);

    /// <summary>Whether anybody watches the topic, so that nothing is computed for nobody.</summary>
    bool IsWatched(string topic);

    /// <summary>Done once anybody watches the topic: until then not even a timer has to run.</summary>
    Task WhenWatchedAsync(string topic, CancellationToken cancel);
}
