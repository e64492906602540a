namespace Ziggie.Identity;

/// <summary>A person who can sign in.</summary>
internal sealed record User
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required UserRole Role { get; init; }
    public bool Disabled { get; init; }
    public required long CreatedAt { get; init; }
    public long? LastSignInAt { get; init; }

    /// <summary>Names are one whatever the case.</summary>
    public static string KeyOf(string name) => name.Trim().ToLowerInvariant();
}
