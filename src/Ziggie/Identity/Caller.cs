namespace Ziggie.Identity;

/// <summary>How a caller proved who it is.</summary>
public enum CallerKind
{
    /// <summary>An access token sent as Bearer.</summary>
    Token,

    /// <summary>A browser's session cookie.</summary>
    Cookie,

    /// <summary>An API key.</summary>
    Key,

    /// <summary>An address in <c>server.anonymous</c>, with a key's rights.</summary>
    Anonymous,
}

/// <summary>Who makes a request, resolved once at the door and immutable.</summary>
public sealed record Caller
{
    public required CallerKind Kind { get; init; }
    public required string UserId { get; init; }
    public required string UserName { get; init; }
    public required UserRole Role { get; init; }
    public required Permissions Permissions { get; init; }

    /// <summary>The session, for <see cref="CallerKind.Token"/> and <see cref="CallerKind.Cookie"/>.</summary>
    public string? SessionId { get; init; }

    /// <summary>The key, for <see cref="CallerKind.Key"/> and <see cref="CallerKind.Anonymous"/>.</summary>
    public string? KeyId { get; init; }
    public string? KeyName { get; init; }

    /// <summary>Limits of the key; a signed-in user has none.</summary>
    public KeyLimits Limits { get; init; } = KeyLimits.None;

    /// <summary>Ends when the session is revoked, the key deleted, or the user changed: open streams stop then.</summary>
    public CancellationToken Revoked { get; init; }

    public bool May(Permissions any) => (Permissions & any) != 0;

    /// <summary>Whom limits and the fair queue count: the key, else the user.</summary>
    public string LimitId => KeyId ?? UserId;
}

/// <summary>Limits of a key; null is no limit.</summary>
/// <param name="Models">Model names or aliases the key may use; null is all.</param>
public sealed record KeyLimits(
    int? RequestsPerMinute,
    int? TokensPerMinute,
    long? MonthlyTokens,
    int? MaxConcurrency,
    IReadOnlyList<string>? Models)
{
    public static KeyLimits None { get; } = new(null, null, null, null, null);
}
