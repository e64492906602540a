namespace Ziggie.Identity;

/// <summary>One sign-in, on one device.</summary>
internal sealed record Session
{
    public required string Id { get; init; }
    public required string UserId { get; init; }

    /// <summary>Of the browser's cookie; null for a session that lives by tokens.</summary>
    public SecretHash? CookieHash { get; init; }
    public required long CreatedAt { get; init; }
    public required long EndsAt { get; init; }
    public required long LastSeenAt { get; init; }
    public string? Address { get; init; }
    public string? Client { get; init; }
}

/// <summary>A session in memory.</summary>
internal sealed class SessionCredential(Session session) : Credential(session.UserId)
{
    private long _lastSeen = session.LastSeenAt;
    private Session _session = session;

    public Session Session => Volatile.Read(ref _session);

    /// <summary>Takes what is known of it by now; who came in before stays, and ends with it.</summary>
    public void Update(Session session) => Volatile.Write(ref _session, session);

    public long LastSeen => Volatile.Read(ref _lastSeen);

    /// <summary>True at most once in a while, so that a busy session is not written for every request.</summary>
    public bool Touch(long now)
    {
        var last = LastSeen;
        return now - last >= 60_000 && Interlocked.CompareExchange(ref _lastSeen, now, last) == last;
    }

    protected override Caller Build(CallerKind kind, User owner, CancellationToken revoked) => new()
    {
        Kind = kind,
        UserId = owner.Id,
        UserName = owner.Name,
        Role = owner.Role,
        Permissions = Rights.Of(owner.Role),
        SessionId = Session.Id,
        Revoked = revoked,
    };
}
