using Ziggie.Admission;
using Ziggie.Backends;
using Ziggie.Backends.Upstream;
using Ziggie.Identity;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>Why a request was ended from outside its own course.</summary>
internal enum AbortReason
{
    None,
    CallerLeft,
    CallerRevoked,
    LoadTimeout,
    TokenTimeout,
    TotalTimeout,
}

/// <summary>One request on its way through the gateway: what was asked, where it went, what was measured.</summary>
internal sealed class Exchange
{
    private readonly Lock _lock = new();
    private UpstreamConnection? _connection;
    private CancellationTokenSource? _queued;
    private AbortReason _aborted;

    public required string Id { get; init; }
    public required Caller Caller { get; init; }

    /// <summary>Null for calls from inside the process.</summary>
    public Door? Door { get; init; }
    public required string DoorName { get; init; }
    public required RequestHead Head { get; init; }

    /// <summary>Name the caller used.</summary>
    public string RequestedModel => Head.Model;
    public required bool Stream { get; init; }

    /// <summary>The request's JSON; empty for calls from inside.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
    public string? Client { get; init; }
    public string? Address { get; init; }

    /// <summary>Further header lines for a backend of the caller's dialect.</summary>
    public byte[] ForwardedHeaders { get; init; } = [];

    /// <summary>Timestamp of arrival, and the same as Unix milliseconds.</summary>
    public required long StartedAt { get; init; }
    public required long StartedAtUnix { get; init; }

    public Target? Target { get; set; }
    public string Route { get; set; } = "";
    public required Meter Meter { get; init; }
    public DroppedFields? Dropped { get; set; }
    public LimitReservation Reservation { get; set; }
    public long QueuedTicks { get; set; }

    /// <summary>Time that was the backend's, for the overhead histogram; 0 where it did not answer.</summary>
    public long SentAt { get; set; }
    public bool Recorded { get; set; }

    /// <summary>When something last came from the backend; what the phase timeouts look at.</summary>
    public long LastActivity { get; set; }

    /// <summary>Waiting for the caller to read what was sent.</summary>
    public bool Sending { get; set; }

    /// <summary>The request as read, once translation needs it.</summary>
    public ModelRequest? Request { get; set; }

    public ModelRequest ReadRequest() => Request ??= Door!.Format.ReadRequest(Body) with { Stream = Stream };

    public AbortReason Aborted => _aborted;

    /// <summary>Ends what is running now, from any thread; the first reason counts.</summary>
    public void Abort(AbortReason reason)
    {
        lock (_lock)
        {
            if (_aborted != AbortReason.None) return;
            _aborted = reason;
            _connection?.Abort();
            _queued?.Cancel();
        }
    }

    /// <summary>Makes the connection one that <see cref="Abort"/> ends. False where the request was aborted already.</summary>
    public bool Attach(UpstreamConnection connection)
    {
        lock (_lock)
        {
            _connection = connection;
            return _aborted == AbortReason.None;
        }
    }

    /// <summary>Undoes <see cref="Attach"/>. False where the connection had been detached before: it belongs to somebody else now.</summary>
    public bool Detach(UpstreamConnection connection)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_connection, connection)) return false;
            _connection = null;
            return true;
        }
    }

    /// <summary>A token for waiting in a queue or for a connection.</summary>
    public CancellationTokenSource BeginWait()
    {
        var source = new CancellationTokenSource();
        lock (_lock)
        {
            _queued = source;
            if (_aborted != AbortReason.None) source.Cancel();
        }
        return source;
    }

    public void EndWait()
    {
        lock (_lock) _queued = null;
    }
}
