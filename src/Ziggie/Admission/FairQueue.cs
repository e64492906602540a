namespace Ziggie.Admission;

/// <summary>
/// Requests waiting for a backend, taken in fairness between callers: deficit round-robin by estimated tokens, so that a caller with a
/// hundred long prompts does not hold up one with a short one. Pure: no clock, no lock, no socket.
/// </summary>
/// <typeparam name="T">A waiting request.</typeparam>
internal sealed class FairQueue<T>(int capacity) where T : class
{
    /// <summary>Tokens a caller may spend a round; about one ordinary request.</summary>
    public const int Quantum = 2048;

    private readonly Dictionary<string, Line> _lines = [];
    private readonly LinkedList<Line> _round = new();

    public int Count { get; private set; }

    public int Capacity => capacity;

    /// <summary>
    /// Adds a request. When the queue is full the newest request of the caller with the most waiting is refused: it is returned, and may be
    /// the given one itself; else null.
    /// </summary>
    public T? Enqueue(string caller, int tokens, T request, out LinkedListNode<Waiting>? place)
    {
        T? refused = null;
        place = null;
        if (Count >= capacity)
        {
            var longest = Longest();
            var mine = _lines.TryGetValue(caller, out var line) ? line.Waiting.Count : 0;
            // With as many as the longest line, the newcomer is the newest of those with the most waiting.
            if (longest is null || mine + 1 >= longest.Waiting.Count) return request;
            refused = longest.Waiting.Last!.Value.Request;
            Remove(longest.Waiting.Last!);
        }
        if (!_lines.TryGetValue(caller, out var own))
        {
            own = new Line(caller);
            own.InRound = _round.AddLast(own);
            _lines.Add(caller, own);
        }
        place = own.Waiting.AddLast(new Waiting(own, Math.Max(1, tokens), request));
        Count++;
        return refused;
    }

    /// <summary>The request whose turn it is, or null.</summary>
    public T? Dequeue()
    {
        if (Count == 0) return null;
        var line = FirstAbleToPay();
        if (line is null)
        {
            // Rounds in which nobody could be served are passed over at once, however large the smallest request is.
            var rounds = _round.Min(l => (l.Missing + Quantum - 1) / Quantum);
            foreach (var waiting in _round) waiting.Deficit += Quantum * rounds;
            line = FirstAbleToPay()!;
        }
        var next = line.Waiting.First!;
        line.Deficit -= next.Value.Tokens;
        Remove(next);
        if (line.Waiting.Count > 0 && line.Missing > 0)
        {
            _round.Remove(line.InRound!);
            _round.AddLast(line.InRound!);
        }
        return next.Value.Request;
    }

    private Line? FirstAbleToPay()
    {
        foreach (var line in _round)
        {
            if (line.Missing <= 0) return line;
        }
        return null;
    }

    /// <summary>Takes a request out whose caller left. No effect where it has been dequeued.</summary>
    public void Remove(LinkedListNode<Waiting> place)
    {
        if (place.List is null) return;
        var line = place.Value.Line;
        line.Waiting.Remove(place);
        Count--;
        if (line.Waiting.Count > 0) return;
        // A caller that waits no more keeps no credit.
        _lines.Remove(line.Caller);
        _round.Remove(line.InRound!);
    }

    private Line? Longest()
    {
        Line? longest = null;
        foreach (var line in _round)
        {
            if (longest is null || line.Waiting.Count > longest.Waiting.Count) longest = line;
        }
        return longest;
    }

    /// <summary>A caller's requests, oldest first.</summary>
    internal sealed class Line(string caller)
    {
        public string Caller { get; } = caller;
        public LinkedList<Waiting> Waiting { get; } = new();
        public LinkedListNode<Line>? InRound { get; set; }
        public long Deficit { get; set; }

        /// <summary>Tokens of credit that its oldest request still needs.</summary>
        public long Missing => Waiting.First!.Value.Tokens - Deficit;
    }

    /// <summary>One waiting request.</summary>
    internal sealed record Waiting(Line Line, int Tokens, T Request);
}
