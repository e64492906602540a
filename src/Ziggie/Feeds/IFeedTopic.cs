using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary>
/// Something that can be watched over the WebSocket: first a snapshot, then its events. Features register theirs as singletons
/// (<c>services.AddSingleton&lt;IFeedTopic, …&gt;()</c>) and publish with <see cref="IFeeds"/> after the change is visible to snapshots.
/// </summary>
internal interface IFeedTopic
{
    /// <summary>The topic's name; ending in a colon it is the prefix of one topic per thing, e.g. <c>conversation:</c>.</summary>
    string Name { get; }

    /// <summary>One of these suffices; <see cref="Permissions.None"/> lets every caller watch.</summary>
    Permissions Needs { get; }

    bool MayWatch(Caller caller, string topic) => true;

    /// <summary>How things stand; null where there is no such thing for this caller.</summary>
    Task<FeedSnapshot?> SnapshotAsync(Caller caller, string topic, CancellationToken cancel);
}

/// <summary>How things stand, as JSON.</summary>
/// <param name="AsOf">The id of the last event that is in it, where the topic knows; else the last one published before it was taken.</param>
internal sealed record FeedSnapshot(ReadOnlyMemory<byte> Json, long? AsOf = null)
{
    public static FeedSnapshot Of<T>(T value, JsonTypeInfo<T> json, long? asOf = null) => new(JsonSerializer.SerializeToUtf8Bytes(value, json), asOf);
}

/// <summary>A topic without a snapshot: its events only say that something is to be read again.</summary>
internal sealed class SignalTopic(string name, Permissions needs) : IFeedTopic
{
    public string Name => name;

    public Permissions Needs => needs;

    public Task<FeedSnapshot?> SnapshotAsync(Caller caller, string topic, CancellationToken cancel) =>
        Task.FromResult<FeedSnapshot?>(new FeedSnapshot("null"u8.ToArray()));
}
