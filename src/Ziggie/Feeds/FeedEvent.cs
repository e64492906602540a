using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary>One piece of news, serialized once for all who watch.</summary>
internal sealed class FeedEvent
{
    private byte[]? _frame;

    /// <summary>Grows by one with every event, also across restarts (it starts at the clock), so that an old id is never mistaken for a new one.</summary>
    public required long Id { get; init; }

    public required string Topic { get; init; }
    public required string Type { get; init; }

    /// <summary>JSON on one line.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    public required DateTimeOffset At { get; init; }
    public string? OwnerId { get; init; }

    /// <summary>Not even admins see it: what somebody writes to a model is theirs.</summary>
    public bool OwnerOnly { get; init; }

    /// <summary>The message for WebSockets, made on first need.</summary>
    public ReadOnlyMemory<byte> Frame => _frame ??= FeedFrames.Event(this);

    public bool VisibleTo(Caller caller) =>
        OwnerId is null || OwnerId == caller.UserId || (!OwnerOnly && caller.May(Permissions.Admin));
}

/// <summary>Where an event can be read again after it was published.</summary>
internal enum FeedKeep
{
    /// <summary>Nowhere: whoever watches gets it, and the next one makes it old (samples).</summary>
    Nowhere,

    /// <summary>Among the details, for streams that resume (pieces of a reply).</summary>
    Details,

    /// <summary>Among what <c>/api/events</c> tells.</summary>
    Events,
}
