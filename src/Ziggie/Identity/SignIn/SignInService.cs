using System.Net;
using Ziggie.Audit;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Where a request comes from, as sessions and audit keep it.</summary>
internal sealed record Origin(IPAddress? Address, string? Client)
{
    public string? AddressText => Address?.ToString();
}

/// <summary>How a sign-in ended.</summary>
/// <param name="RetryAfter">Set where there were too many failures.</param>
/// <param name="Cookie">The browser's secret, where one was asked for.</param>
internal sealed record SignInResult(User? User, Session? Session, string? Cookie, TimeSpan? RetryAfter);

/// <summary>Begins, continues and ends sessions.</summary>
internal sealed class SignInService(
    IDatabase database, IdentityChanges changes, IdentityMemory memory, Passwords passwords, LoginGuard guard, RefreshTokens refreshTokens, IAudit audit, TimeProvider time)
{
    private static readonly TimeSpan SessionLength = TimeSpan.FromDays(30);
    private const int SessionsPerUser = 100;

    public async Task<SignInResult> SignInAsync(string name, string password, bool cookie, Origin origin, CancellationToken cancel)
    {
        User? user = null;
        var (right, wait) = await guard.TryAsync(name, origin.Address, async () =>
        {
            var found = await FindAsync(name, cancel).ConfigureAwait(false);
            var usable = found is { User.Disabled: false } ? found : null;
            var verdict = await passwords.VerifyAsync(usable?.PasswordHash, password, cancel).ConfigureAwait(false);
            if (verdict == true) user = usable!.User;
            return verdict;
        }, cancel).ConfigureAwait(false);

        var shown = Shorten(name, 64);
        if (wait is not null)
        {
            audit.Record(new AuditEntry(shown, "auth.login", null, origin.AddressText, "denied", "too many failures"));
            return new SignInResult(null, null, null, wait);
        }
        if (right != true || user is null)
        {
            audit.Record(new AuditEntry(shown, "auth.login", null, origin.AddressText, "failed"));
            return new SignInResult(null, null, null, null);
        }
        var (session, secret) = await BeginAsync(user, cookie, origin, cancel).ConfigureAwait(false);
        audit.Record(new AuditEntry(user.Name, "auth.login", null, origin.AddressText, "ok", cookie ? "cookie" : "token") { ActorId = user.Id });
        return new SignInResult(user, session, secret, null);
    }

    /// <summary>The session and its newest generation, or why not.</summary>
    public async Task<(Session? Session, User? User, int Generation)> RefreshAsync(string? token, Origin origin, CancellationToken cancel)
    {
        if (refreshTokens.Read(token) is not { } presented) return default;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var (verdict, session) = await changes.WriteAsync<(RefreshVerdict?, Session?)>(async (connection, changed, t) =>
        {
            if (await SessionStore.LockAsync(connection, database.Provider, presented.SessionId, t).ConfigureAwait(false) is not { } found) return default;
            if (found.Session.EndsAt <= now) return default;
            var (verdict, next) = found.State.Use(presented.Generation, now);
            if (verdict == RefreshVerdict.Rotate)
            {
                await SessionStore.RotateAsync(connection, presented.SessionId, next, now, t).ConfigureAwait(false);
            }
            else if (verdict == RefreshVerdict.Reused)
            {
                await SessionStore.DeleteAsync(connection, presented.SessionId, t).ConfigureAwait(false);
                changed.Add((Changed.Session, presented.SessionId));
            }
            return (verdict, found.Session);
        }, cancel).ConfigureAwait(false);

        if (session is null || memory.User(session.UserId) is not { Disabled: false } user) return default;
        if (verdict == RefreshVerdict.Reused)
        {
            audit.Record(new AuditEntry(user.Name, "auth.refresh.reuse", session.Id, origin.AddressText, "denied", "the session was ended") { ActorId = user.Id });
            return default;
        }
        return (session, user, presented.Generation + 1);
    }

    /// <summary>False where there is no such session, or it belongs to somebody else (unless <paramref name="anybody"/>).</summary>
    public Task<bool> EndAsync(string sessionId, string userId, bool anybody, CancellationToken cancel) => changes.WriteAsync(async (connection, changed, token) =>
    {
        var session = await SessionStore.FindAsync(connection, sessionId, token).ConfigureAwait(false);
        if (session is null || (!anybody && session.UserId != userId)) return false;
        changed.Add((Changed.Session, sessionId));
        return await SessionStore.DeleteAsync(connection, sessionId, token).ConfigureAwait(false);
    }, cancel);

    /// <summary>Changes the caller's own password and ends all other sessions. The result is as of <see cref="LoginGuard.TryAsync"/>.</summary>
    public async Task<(bool? Right, TimeSpan? RetryAfter)> ChangePasswordAsync(Caller caller, string current, string next, Origin origin, CancellationToken cancel)
    {
        var (right, wait) = await guard.TryAsync(caller.UserName, origin.Address, async () =>
        {
            var found = await FindAsync(caller.UserName, cancel).ConfigureAwait(false);
            return await passwords.VerifyAsync(found?.PasswordHash, current, cancel).ConfigureAwait(false);
        }, cancel).ConfigureAwait(false);
        if (right == true)
        {
            var hash = passwords.Hash(next);
            await changes.WriteAsync(async (connection, changed, token) =>
            {
                await UserStore.SetPasswordAsync(connection, caller.UserId, hash, token).ConfigureAwait(false);
                await EndOthersAsync(connection, changed, caller.UserId, caller.SessionId, token).ConfigureAwait(false);
                return 0;
            }, cancel).ConfigureAwait(false);
        }
        return (right, wait);
    }

    /// <summary>Ends all sessions of a user but one, in the transaction at hand.</summary>
    public static async Task EndOthersAsync(
        System.Data.Common.DbConnection connection, ICollection<(Changed Kind, string Id)> changed, string userId, string? except, CancellationToken cancel)
    {
        foreach (var id in await SessionStore.OthersAsync(connection, userId, except, cancel).ConfigureAwait(false))
        {
            await SessionStore.DeleteAsync(connection, id, cancel).ConfigureAwait(false);
            changed.Add((Changed.Session, id));
        }
    }

    private Task<StoredUser?> FindAsync(string name, CancellationToken cancel) =>
        database.ReadAsync((connection, token) => UserStore.FindByNameAsync(connection, name, token), cancel);

    private async Task<(Session Session, string? Secret)> BeginAsync(User user, bool cookie, Origin origin, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var secret = cookie ? Secrets.New() : null;
        var session = new Session
        {
            Id = Ids.New(time),
            UserId = user.Id,
            CookieHash = secret is null ? null : SecretHash.Of(secret),
            CreatedAt = now.ToUnixTimeMilliseconds(),
            EndsAt = (now + SessionLength).ToUnixTimeMilliseconds(),
            LastSeenAt = now.ToUnixTimeMilliseconds(),
            Address = origin.AddressText,
            Client = origin.Client is { } client ? Shorten(client, 200) : null,
        };
        await changes.WriteAsync(async (connection, changed, token) =>
        {
            foreach (var surplus in await SessionStore.SurplusAsync(connection, user.Id, SessionsPerUser - 1, token).ConfigureAwait(false))
            {
                await SessionStore.DeleteAsync(connection, surplus, token).ConfigureAwait(false);
                changed.Add((Changed.Session, surplus));
            }
            await SessionStore.InsertAsync(connection, session, token).ConfigureAwait(false);
            await UserStore.SignedInAsync(connection, user.Id, session.CreatedAt, token).ConfigureAwait(false);
            changed.Add((Changed.Session, session.Id));
            return 0;
        }, cancel).ConfigureAwait(false);
        return (session, secret);
    }

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..length];
}
