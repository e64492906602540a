using System.Net;
using Microsoft.AspNetCore.Http;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>
/// Tells who calls:
///   1. Authorization: Bearer, a key (zk-…) or an access token.
///   2. x-api-key, on /v1 only.
///   3. The browser's cookie.
///   4. An address in server.anonymous, on the model endpoints only.
/// What is sent and wrong is refused: it never falls through to a weaker way.
/// </summary>
internal sealed class Authenticator(
    IdentityMemory memory, AccessTokens tokens, TokenCache cache, SessionCookie cookie, AnonymousNetworks networks, UseTracker uses, IDatabase database, TimeProvider time) : IAuthenticator
{
    private const string KeyPrefix = "zk-";

    // A session made on another replica may be younger than the news of it.
    private const long NewsSeconds = 30;

    public AuthenticationResult Authenticate(HttpContext context)
    {
        var headers = context.Request.Headers;

        // 1
        if (headers.Authorization is { Count: > 0 } authorization) return FromAuthorization(context, authorization.Count == 1 ? authorization[0] : null);

        // 2
        if (headers.TryGetValue("x-api-key", out var sent) && ModelPaths.IsV1(context.Request.Path))
            return sent.Count == 1 && sent[0] is { } key && key.StartsWith(KeyPrefix, StringComparison.Ordinal) ? FromKey(context, key) : Refused("The x-api-key header holds no key of this control center (zk-…).");

        // 3
        if (headers.Cookie is { Count: > 0 } cookies)
        {
            foreach (var header in cookies)
            {
                var secret = cookie.Find(header);
                if (!secret.IsEmpty) return FromCookie(secret);
            }
        }

        // 4
        return FromAddress(context);
    }

    private AuthenticationResult FromAuthorization(HttpContext context, string? header)
    {
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Refused("The Authorization header must be 'Bearer ' and a key (zk-…) or an access token.");
        var credential = header.AsSpan(7).Trim();
        return credential.StartsWith(KeyPrefix, StringComparison.Ordinal) ? FromKey(context, credential) : FromToken(credential);
    }

    private AuthenticationResult FromKey(HttpContext context, ReadOnlySpan<char> sent)
    {
        var hash = SecretHash.Of(sent);
        var now = Now;
        if (memory.Key(hash) is { } key) return FromKey(key, CallerKind.Key, now);
        return memory.Cli is { } cli && cli.Is(hash) ? FromCli(context, cli) : Refused("The key is not known here. It may have been deleted; make another one.");
    }

    private AuthenticationResult FromKey(KeyCredential key, CallerKind kind, long now)
    {
        if (key.Key.ExpiresAt <= now) return Refused("The key has expired. Make another one, or extend it with PATCH /api/keys/{id}.");
        if (key.CallerAs(kind, memory) is not { } caller) return Refused("The key's owner may not sign in any more.");
        uses.Used(key, now);
        return new AuthenticationResult(caller, 200, null);
    }

    private AuthenticationResult FromCli(HttpContext context, CliCredential cli)
    {
        if (context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address) || ForwardingHeaders.Any(context.Request.Headers))
            return Refused("The command line's own key counts on this machine only. Make a key with 'ziggie keys create' for use from elsewhere.");
        return cli.CallerAs(CallerKind.Key, memory) is { } caller
            ? new AuthenticationResult(caller, 200, null)
            : Refused("There is no admin whom the command line could act for.");
    }

    private AuthenticationResult FromToken(ReadOnlySpan<char> token)
    {
        if (token.Length is 0 or > SecretHash.Longest) return Refused("The Authorization header holds neither a key (zk-…) nor an access token.");
        var hash = SecretHash.Of(token);
        var now = Now;
        if (cache.Find(hash) is { } known && known.ExpiresAt > now / 1000) return FromSession(known.Session, CallerKind.Token, now);
        if (tokens.Verify(token, out var why) is not { } content) return Refused(why!);
        if (SessionOf(content, now) is not { } session) return Refused("The session has ended. Sign in again.");
        cache.Add(hash, new TokenCache.Entry(session, content.ExpiresAt), now / 1000);
        return FromSession(session, CallerKind.Token, now);
    }

    private AuthenticationResult FromCookie(ReadOnlySpan<char> secret) =>
        memory.SessionByCookie(SecretHash.Of(secret)) is { } session
            ? FromSession(session, CallerKind.Cookie, Now)
            : Refused("The session has ended. Sign in again.");

    private AuthenticationResult FromSession(SessionCredential session, CallerKind kind, long now)
    {
        if (session.Session.EndsAt <= now || session.CallerAs(kind, memory) is not { } caller) return Refused("The session has ended. Sign in again.");
        uses.Used(session, now);
        return new AuthenticationResult(caller, 200, null);
    }

    private AuthenticationResult FromAddress(HttpContext context)
    {
        const string nothing = "Sign in, or send a key: 'Authorization: Bearer zk-…'.";
        if (!ModelPaths.IsModelEndpoint(context.Request.Path)) return Refused(nothing);
        var key = networks.Find(context.Connection.RemoteIpAddress, out var missing);
        if (missing is not null) return Refused($"server.anonymous lets this address in as the key '{missing}', but there is no such key. Make it with 'ziggie keys create'.");
        if (key is null || ForwardingHeaders.Any(context.Request.Headers)) return Refused(nothing);
        return FromKey(key, CallerKind.Anonymous, Now);
    }

    private SessionCredential? SessionOf(AccessToken token, long now)
    {
        if (memory.Session(token.SessionId) is { } session) return session.UserId == token.UserId ? session : null;
        if (database.Provider != DatabaseProvider.Postgres || token.IssuedAt < (now / 1000) - NewsSeconds) return null;
        return memory.Expect(new Session
        {
            Id = token.SessionId,
            UserId = token.UserId,
            CreatedAt = token.IssuedAt * 1000,
            LastSeenAt = now,
            EndsAt = token.ExpiresAt * 1000,
        });
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static AuthenticationResult Refused(string reason) => new(null, 401, reason);
}
