namespace Ziggie.Identity;

/// <summary>What is known of a key; the key itself is known to its maker alone.</summary>
internal sealed record ApiKey
{
    public required string Id { get; init; }
    public required string UserId { get; init; }
    public required string Name { get; init; }

    /// <summary>The first characters, to tell keys apart in lists.</summary>
    public required string Prefix { get; init; }
    public required SecretHash Hash { get; init; }
    public required Permissions Scopes { get; init; }
    public KeyLimits Limits { get; init; } = KeyLimits.None;
    public long? ExpiresAt { get; init; }
    public required long CreatedAt { get; init; }
    public long? LastUsedAt { get; init; }
}

/// <summary>A key in memory.</summary>
internal sealed class KeyCredential(ApiKey key) : Credential(key.UserId)
{
    private long _lastUsed = key.LastUsedAt ?? 0;
    private ApiKey _key = key;

    public ApiKey Key => Volatile.Read(ref _key);

    /// <summary>Takes changed rights and limits. Running requests are stopped only where rights were taken away.</summary>
    public void Update(ApiKey key)
    {
        var narrowed = (Key.Scopes & ~key.Scopes) != 0 || !Same(Key.Limits.Models, key.Limits.Models);
        Rebuild(() => Volatile.Write(ref _key, key));
        if (narrowed) Renew();
    }

    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>True at most once in a while, so that a busy key is not written for every request.</summary>
    public bool Touch(long now)
    {
        var last = LastUsed;
        return now - last >= 60_000 && Interlocked.CompareExchange(ref _lastUsed, now, last) == last;
    }

    private static bool Same(IReadOnlyList<string>? a, IReadOnlyList<string>? b) =>
        a is null ? b is null : b is not null && a.SequenceEqual(b, StringComparer.Ordinal);

    protected override Caller Build(CallerKind kind, User owner, CancellationToken revoked) => new()
    {
        Kind = kind,
        UserId = owner.Id,
        UserName = owner.Name,
        Role = owner.Role,
        Permissions = Rights.Of(Key.Scopes, owner.Role),
        KeyId = Key.Id,
        KeyName = Key.Name,
        Limits = Key.Limits,
        Revoked = revoked,
    };
}
