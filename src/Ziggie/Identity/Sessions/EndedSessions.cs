namespace Ziggie.Identity;

/// <summary>Ids of the sessions that ended last, so that a young token of one is not taken for one of which no news has come yet.</summary>
internal sealed class EndedSessions
{
    /// <summary>Far more than end within the time that news may take.</summary>
    private const int Kept = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public void Add(string id)
    {
        lock (_gate)
        {
            if (!_ids.Add(id)) return;
            _order.Enqueue(id);
            if (_order.Count > Kept) _ids.Remove(_order.Dequeue());
        }
    }

    public bool Has(string id)
    {
        lock (_gate) return _ids.Contains(id);
    }
}
