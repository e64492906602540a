namespace Ziggie.Feeds;

/// <summary>The latest events, bounded in number and bytes. Not thread-safe: <see cref="FeedHub"/> holds its lock.</summary>
/// <param name="floor">Events up to this id are not known here.</param>
internal sealed class EventRing(int maxCount, long maxBytes, long floor)
{
    private readonly Queue<FeedEvent> _events = new();
    private long _bytes;

    /// <summary>Whatever has a greater id is here.</summary>
    public long Floor { get; private set; } = floor;

    public void Add(FeedEvent news)
    {
        _events.Enqueue(news);
        _bytes += news.Data.Length;
        while (_events.Count > maxCount || (_bytes > maxBytes && _events.Count > 1))
        {
            var oldest = _events.Dequeue();
            _bytes -= oldest.Data.Length;
            Floor = oldest.Id;
        }
    }

    public List<FeedEvent> After(long id, Func<FeedEvent, bool> wanted) => [.. _events.Where(e => e.Id > id && wanted(e))];
}
