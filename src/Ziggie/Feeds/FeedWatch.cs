using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary>What waits for one watcher. When it is full it takes no more: the watcher disposes it, opens another and catches up.</summary>
internal sealed class FeedWatch : IDisposable
{
    private readonly Channel<FeedEvent> _waiting;
    private readonly FeedHub _hub;
    private readonly Caller _caller;
    private volatile bool _overflowed;

    public FeedWatch(FeedHub hub, string? topic, Caller caller, int capacity)
    {
        (_hub, Topic, _caller) = (hub, topic, caller);
        _waiting = Channel.CreateBounded<FeedEvent>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = false });
    }

    /// <summary>Null: everything that is kept for <c>/api/events</c>.</summary>
    public string? Topic { get; }

    /// <summary>Events were lost: what is still waiting is not to be sent.</summary>
    public bool Overflowed => _overflowed;

    public void Offer(FeedEvent news)
    {
        if (!news.VisibleTo(_caller) || _waiting.Writer.TryWrite(news)) return;
        _overflowed = true;
        _waiting.Writer.TryComplete();
    }

    /// <summary>False when events were lost.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancel) => await _waiting.Reader.WaitToReadAsync(cancel) && !_overflowed;

    public bool TryTake([NotNullWhen(true)] out FeedEvent? news)
    {
        news = null;
        return !_overflowed && _waiting.Reader.TryRead(out news);
    }

    public void Dispose() => _hub.Remove(this);
}
