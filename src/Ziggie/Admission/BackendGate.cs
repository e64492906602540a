namespace Ziggie.Admission;

/// <summary>How a request came through a gate, or did not.</summary>
public enum Entry
{
    Admitted,

    /// <summary>The queue is full and this request is the one to refuse.</summary>
    Refused,
}

/// <summary>
/// Lets as many requests at once to a backend as it has capacity for; past it they wait in a <see cref="FairQueue{T}"/>. The lock is held
/// for a few dozen instructions and never while something is awaited.
/// </summary>
public sealed class BackendGate(int capacity, int maxQueue)
{
    private readonly Lock _lock = new();
    private readonly FairQueue<Ticket> _queue = new(maxQueue);
    private int _running;

    public int Capacity => capacity;

    public int Running => Volatile.Read(ref _running);

    public int Waiting => _queue.Count;

    /// <summary>Running and waiting ones as a share of the capacity: 1 is full.</summary>
    public double Load => (Running + Waiting) / (double)capacity;

    /// <summary>Takes a place without waiting. Each success must be followed by <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_running >= capacity || _queue.Count > 0) return false;
            _running++;
            return true;
        }
    }

    /// <summary>Waits for a place. <see cref="Entry.Admitted"/> must be followed by <see cref="Leave"/>. Throws when cancelled; the place in the queue is then given up.</summary>
    /// <param name="caller">Whom fairness counts.</param>
    /// <param name="tokens">Estimated prompt and reply tokens.</param>
    public async ValueTask<Entry> EnterAsync(string caller, int tokens, CancellationToken cancel)
    {
        var ticket = new Ticket();
        Ticket? refused;
        lock (_lock)
        {
            if (_running < capacity && _queue.Count == 0)
            {
                _running++;
                return Entry.Admitted;
            }
            refused = _queue.Enqueue(caller, tokens, ticket, out var place);
            ticket.Place = place;
        }
        if (ReferenceEquals(refused, ticket)) return Entry.Refused;
        refused?.TrySetResult(Entry.Refused);
        using (cancel.UnsafeRegister(static (state, _) => ((Ticket)state!).TrySetCanceled(CancellationToken.None), ticket))
        {
            try
            {
                return await ticket.Task;
            }
            catch (OperationCanceledException)
            {
                lock (_lock) if (ticket.Place is not null) _queue.Remove(ticket.Place);
                cancel.ThrowIfCancellationRequested();
                throw;
            }
        }
    }

    /// <summary>Gives a place back; the next in the queue gets it.</summary>
    public void Leave()
    {
        while (true)
        {
            Ticket? next;
            lock (_lock)
            {
                next = _queue.Dequeue();
                if (next is null)
                {
                    _running--;
                    return;
                }
            }
            // A ticket that was cancelled meanwhile does not take the place.
            if (next.TrySetResult(Entry.Admitted)) return;
        }
    }

    private sealed class Ticket() : TaskCompletionSource<Entry>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public LinkedListNode<FairQueue<Ticket>.Waiting>? Place { get; set; }
    }
}

/// <summary>The gate of each backend.</summary>
public sealed class BackendGates
{
    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<Backends.Backend, BackendGate> _gates = [];

    public BackendGate Of(Backends.Backend backend) =>
        _gates.TryGetValue(backend, out var gate) ? gate : _gates.GetValue(backend, static b => new BackendGate(b.Capacity, b.Settings.MaxQueue));
}
