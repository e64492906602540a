using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary>
/// Numbers what is published and hands it to whoever watches. One short lock orders everything: an event's id, its place among the kept ones
/// and its offer to the watchers happen as one, so that a watcher opened before a look at the kept events (or a snapshot) misses nothing.
/// </summary>
internal sealed class FeedHub : IFeeds
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, ImmutableArray<FeedWatch>> _byTopic = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);
    private readonly EventRing _events;
    private readonly EventRing _details;
    private readonly FeedLimits _limits;
    private readonly TimeProvider _time;
    private ImmutableArray<FeedWatch> _ofEverything = [];
    private long _lastId;

    public FeedHub(TimeProvider time, FeedLimits limits)
    {
        (_time, _limits) = (time, limits);
        // Microseconds fit into the whole numbers of a browser and outgrow any rate of events.
        _lastId = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        _events = new EventRing(limits.KeptEvents, limits.KeptBytes, _lastId);
        _details = new EventRing(limits.KeptEvents, limits.KeptBytes, _lastId);
    }

    /// <summary>Id of the latest event.</summary>
    public long LastId => Interlocked.Read(ref _lastId);

    public bool IsWatched(string topic) => _byTopic.ContainsKey(topic);

    public Task WhenWatchedAsync(string topic, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (IsWatched(topic)) return Task.CompletedTask;
            if (!_awaited.TryGetValue(topic, out var first)) _awaited[topic] = first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return first.Task.WaitAsync(cancel);
        }
    }

    public void Publish<T>(string topic, string type, T data, JsonTypeInfo<T> json, string? ownerId = null) =>
        Publish(topic, type, JsonSerializer.SerializeToUtf8Bytes(data, json), FeedKeep.Events, ownerId, ownerOnly: false);

    /// <summary>Publishes what only its owner may ever see. Returns the event's id.</summary>
    public long PublishPrivate<T>(string topic, string type, T data, JsonTypeInfo<T> json, string ownerId, FeedKeep keep) =>
        Publish(topic, type, JsonSerializer.SerializeToUtf8Bytes(data, json), keep, ownerId, ownerOnly: true);

    /// <summary>Publishes JSON as it is. Returns the event's id.</summary>
    public long Publish(string topic, string type, ReadOnlyMemory<byte> data, FeedKeep keep, string? ownerId, bool ownerOnly)
    {
        lock (_gate)
        {
            var news = new FeedEvent
            {
                Id = _lastId + 1,
                Topic = topic,
                Type = type,
                Data = data,
                At = _time.GetUtcNow(),
                OwnerId = ownerId,
                OwnerOnly = ownerOnly,
            };
            Interlocked.Exchange(ref _lastId, news.Id);
            if (keep == FeedKeep.Details) _details.Add(news);
            if (keep == FeedKeep.Events) _events.Add(news);
            if (_byTopic.TryGetValue(topic, out var watches))
            {
                foreach (var watch in watches) watch.Offer(news);
            }
            if (keep == FeedKeep.Events)
            {
                foreach (var watch in _ofEverything) watch.Offer(news);
            }
            return news.Id;
        }
    }

    /// <summary>Opens a watch of a topic, or of everything that <c>/api/events</c> tells.</summary>
    public FeedWatch Watch(string? topic, Caller caller)
    {
        var watch = new FeedWatch(this, topic, caller, _limits.Waiting);
        lock (_gate)
        {
            if (topic is null)
            {
                _ofEverything = _ofEverything.Add(watch);
            }
            else
            {
                _byTopic[topic] = _byTopic.GetValueOrDefault(topic, []).Add(watch);
                if (_awaited.Remove(topic, out var first)) first.SetResult();
            }
        }
        return watch;
    }

    public void Remove(FeedWatch watch)
    {
        lock (_gate)
        {
            if (watch.Topic is not { } topic)
            {
                _ofEverything = _ofEverything.Remove(watch);
                return;
            }
            var left = _byTopic.GetValueOrDefault(topic, []).Remove(watch);
            if (left.IsEmpty) _byTopic.TryRemove(topic, out _);
            else _byTopic[topic] = left;
        }
    }

    /// <summary>Kept events after an id, in order, and the id before which some are no longer known (0: all are there).</summary>
    public (List<FeedEvent> Events, long MissingUpTo) KeptAfter(long id, FeedKeep keep, Func<FeedEvent, bool> wanted)
    {
        lock (_gate)
        {
            var ring = keep == FeedKeep.Details ? _details : _events;
            // An id from the future is from another data directory, or from before the clock was set back.
            var known = id >= ring.Floor && id <= _lastId;
            return (ring.After(known ? id : ring.Floor, wanted), known ? 0 : ring.Floor);
        }
    }
}
