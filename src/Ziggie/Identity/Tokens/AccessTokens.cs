using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Ziggie.Settings;

namespace Ziggie.Identity;

/// <summary>What a good access token says.</summary>
internal sealed record AccessToken(string UserId, string SessionId, long IssuedAt, long ExpiresAt);

/// <summary>Makes and verifies access tokens: JWTs signed with ES256, and with nothing else.</summary>
internal sealed class AccessTokens(SigningKeys keys, ISettings settings, TimeProvider time)
{
    /// <summary>For Ziggie itself; other systems get an audience of their own.</summary>
    public const string Audience = "ziggie";
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    // Clocks of replicas may differ a little.
    private const long SkewSeconds = 30;

    public string Issuer => settings.Current.Server.Url.TrimEnd('/') + settings.Current.Server.BasePath.TrimEnd('/');

    public string Issue(User user, string sessionId)
    {
        var key = keys.Current;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var header = Part(json =>
        {
            json.WriteString("alg"u8, "ES256"u8);
            json.WriteString("typ"u8, "JWT"u8);
            json.WriteString("kid"u8, key.Kid);
        });
        var claims = Part(json =>
        {
            json.WriteString("iss"u8, Issuer);
            json.WriteString("aud"u8, Audience);
            json.WriteString("sub"u8, user.Id);
            json.WriteString("preferred_username"u8, user.Name);
            json.WriteString("role"u8, Rights.Word(user.Role));
            json.WriteString("sid"u8, sessionId);
            json.WriteNumber("iat"u8, now);
            json.WriteNumber("nbf"u8, now);
            json.WriteNumber("exp"u8, now + (long)Lifetime.TotalSeconds);
        });
        var body = $"{header}.{claims}";
        return $"{body}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(body)))}";
    }

    /// <summary>The token's content, or null and why not.</summary>
    public AccessToken? Verify(ReadOnlySpan<char> token, out string? why)
    {
        why = "The access token is not one of this control center's. Sign in again.";
        var first = token.IndexOf('.');
        var last = token.LastIndexOf('.');
        if (first <= 0 || last == first || token[(first + 1)..last].Contains('.')) return null;
        try
        {
            if (KeyOf(Decode(token[..first])) is not { } key) return null;
            if (!key.Verify(Encoding.ASCII.GetBytes(token[..last].ToString()), Decode(token[(last + 1)..]))) return null;
            using var claims = JsonDocument.Parse(Decode(token[(first + 1)..last]));
            return Check(claims.RootElement, ref why);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    // The algorithm is ours to choose, never the token's: anything but ES256 with one of our keys is refused.
    private SigningKey? KeyOf(byte[] header)
    {
        using var json = JsonDocument.Parse(header);
        return json.RootElement.TryGetProperty("alg"u8, out var algorithm) && algorithm.ValueEquals("ES256"u8)
            && !json.RootElement.TryGetProperty("crit"u8, out _)
            && json.RootElement.TryGetProperty("kid"u8, out var kid) ? keys.Find(kid.GetString()) : null;
    }

    private AccessToken? Check(JsonElement claims, ref string? why)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var expires = claims.GetProperty("exp"u8).GetInt64();
        if (!claims.GetProperty("aud"u8).ValueEquals(Audience))
        {
            why = "The access token is for another audience. Sign in here.";
            return null;
        }
        if (!claims.GetProperty("iss"u8).ValueEquals(Issuer) || claims.GetProperty("nbf"u8).GetInt64() > now + SkewSeconds) return null;
        if (expires <= now)
        {
            why = "The access token has expired. Refresh it with POST /api/auth/refresh, or sign in again.";
            return null;
        }
        why = null;
        return new AccessToken(claims.GetProperty("sub"u8).GetString()!, claims.GetProperty("sid"u8).GetString()!, claims.GetProperty("iat"u8).GetInt64(), expires);
    }

    private static byte[] Decode(ReadOnlySpan<char> part) => Base64Url.DecodeFromChars(part);

    private static string Part(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}
