using System.Text.Json.Serialization;
using Ziggie.Http;

namespace Ziggie.Identity;

/// <summary>Body of <c>POST /api/auth/login</c>.</summary>
/// <param name="Cookie">For browsers: a session cookie instead of tokens.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LoginRequest(string? Username, string? Password, bool Cookie = false);

/// <summary>What signs in programs.</summary>
internal sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string RefreshToken);

/// <summary>Body of <c>POST /api/auth/refresh</c>.</summary>
internal sealed record RefreshRequest([property: JsonPropertyName("refresh_token")] string? RefreshToken);

/// <summary>Body of <c>POST /api/auth/password</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PasswordRequest(string? Current, string? New);

/// <summary>Who the caller is.</summary>
/// <param name="SignedInBy">token, cookie, key or anonymous.</param>
internal sealed record MeResponse(
    string Id,
    string Username,
    string Role,
    IReadOnlyList<string> Permissions,
    string SignedInBy,
    string? SessionId,
    MeKey? Key);

/// <summary>The key that a caller came with.</summary>
internal sealed record MeKey(string Id, string Name);

/// <summary>A session as its owner sees it.</summary>
internal sealed record SessionItem(
    string Id, DateTime CreatedAt, DateTime LastSeenAt, DateTime EndsAt, string? Address, string? Client, string Kind, bool Current);

/// <summary>A user as admins see it.</summary>
internal sealed record UserItem(string Id, string Username, string Role, bool Disabled, DateTime CreatedAt, DateTime? LastSignInAt);

/// <summary>Body of <c>POST /api/users</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CreateUserRequest(string? Username, string? Password, string? Role);

/// <summary>Body of <c>PATCH /api/users/{id}</c>: only what is named changes.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record UpdateUserRequest(string? Username, string? Password, string? Role, bool? Disabled);

/// <summary>A key as lists show it.</summary>
/// <param name="Prefix">The first characters, to tell keys apart.</param>
internal sealed record KeyItem(
    string Id,
    string Name,
    string Prefix,
    string UserId,
    string Username,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? Models,
    int? RequestsPerMinute,
    int? TokensPerMinute,
    long? MonthlyTokens,
    int? MaxConcurrency,
    DateTime? ExpiresAt,
    DateTime CreatedAt,
    DateTime? LastUsedAt)
{
    /// <summary>The key itself, in the answer to its making and never again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }
}

/// <summary>Body of <c>POST /api/keys</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CreateKeyRequest(
    string? Name,
    IReadOnlyList<string>? Scopes,
    IReadOnlyList<string>? Models,
    int? RequestsPerMinute,
    int? TokensPerMinute,
    long? MonthlyTokens,
    int? MaxConcurrency,
    DateTimeOffset? ExpiresAt);

/// <summary>Body of <c>PATCH /api/keys/{id}</c>: only what is named changes; null takes a limit away.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class UpdateKeyRequest
{
    private readonly HashSet<string> _named = [];

    public string? Name { get; set => Take(nameof(Name), field = value); }
    public IReadOnlyList<string>? Scopes { get; set => Take(nameof(Scopes), field = value); }
    public IReadOnlyList<string>? Models { get; set => Take(nameof(Models), field = value); }
    public int? RequestsPerMinute { get; set => Take(nameof(RequestsPerMinute), field = value); }
    public int? TokensPerMinute { get; set => Take(nameof(TokensPerMinute), field = value); }
    public long? MonthlyTokens { get; set => Take(nameof(MonthlyTokens), field = value); }
    public int? MaxConcurrency { get; set => Take(nameof(MaxConcurrency), field = value); }
    public DateTimeOffset? ExpiresAt { get; set => Take(nameof(ExpiresAt), field = value); }

    /// <summary>Whether the body names the field, be it with null.</summary>
    public bool Names(string field) => _named.Contains(field);

    private void Take(string name, object? _) => _named.Add(name);
}

/// <summary>Public keys for other systems, RFC 7517.</summary>
internal sealed record JsonWebKeySet(IReadOnlyList<JsonWebKeyItem> Keys);

/// <summary>One of them.</summary>
internal sealed record JsonWebKeyItem(string Kty, string Crv, string X, string Y, string Kid, string Use, string Alg);

/// <summary>What other systems need to verify tokens.</summary>
internal sealed record DiscoveryDocument(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("id_token_signing_alg_values_supported")] IReadOnlyList<string> Algorithms,
    [property: JsonPropertyName("subject_types_supported")] IReadOnlyList<string> SubjectTypes,
    [property: JsonPropertyName("claims_supported")] IReadOnlyList<string> Claims);

/// <summary>Serialization of this feature.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(MeResponse))]
[JsonSerializable(typeof(Page<SessionItem>))]
[JsonSerializable(typeof(UserItem))]
[JsonSerializable(typeof(Page<UserItem>))]
[JsonSerializable(typeof(CreateUserRequest))]
[JsonSerializable(typeof(UpdateUserRequest))]
[JsonSerializable(typeof(KeyItem))]
[JsonSerializable(typeof(Page<KeyItem>))]
[JsonSerializable(typeof(CreateKeyRequest))]
[JsonSerializable(typeof(UpdateKeyRequest))]
[JsonSerializable(typeof(JsonWebKeySet))]
[JsonSerializable(typeof(DiscoveryDocument))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class IdentityJson : JsonSerializerContext;
