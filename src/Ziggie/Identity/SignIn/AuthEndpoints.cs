using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Ziggie.Audit;
using Ziggie.Http;

namespace Ziggie.Identity;

/// <summary>Signing in and out.</summary>
internal static class AuthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/auth").WithTags("Sign-in");
        auth.MapPost("/login", LoginAsync).Open().WithSummary("Signs in with name and password: tokens for programs, a cookie for browsers").WithExample("""{"username":"admin","password":"…"}""");
        auth.MapPost("/refresh", RefreshAsync).Open().WithSummary("Exchanges a refresh token for new tokens").WithExample("""{"refresh_token":"…"}""");
        auth.MapPost("/logout", LogoutAsync).NeedsCaller().WithSummary("Ends the session");
        auth.MapGet("/me", Me).NeedsCaller().WithSummary("Who the caller is and what it may do");
        auth.MapPost("/password", PasswordAsync).NeedsCaller().WithSummary("Changes the own password and ends all other sessions").WithExample("""{"current":"…","new":"at least 8 characters"}""");
    }

    private static async Task<Results<Ok<TokenResponse>, Ok<MeResponse>, JsonHttpResult<Problem>>> LoginAsync(
        LoginRequest body, HttpContext context, SignInService service, AccessTokens tokens, RefreshTokens refreshTokens, SessionCookie cookie, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(body.Username)) return Problems.BadInput("Name the user.", ("username", "is missing"));
        if (string.IsNullOrEmpty(body.Password)) return Problems.BadInput("Give the password.", ("password", "is missing"));
        var result = body.Username.Length > 256 || body.Password.Length > Passwords.Longest
            ? new SignInResult(null, null, null, null)
            : await service.SignInAsync(body.Username, body.Password, body.Cookie, OriginOf(context), cancel);
        if (result.RetryAfter is { } wait) return TooMany(context, wait);
        if (result.User is not { } user || result.Session is not { } session)
            return Problems.Of(401, "Not signed in", "User name or password is wrong.", "wrong_credentials");
        if (result.Cookie is not { } secret)
            return TypedResults.Ok(Tokens(tokens.Issue(user, session.Id), refreshTokens.Make(session.Id, 0)));
        cookie.Set(context, secret, session.EndsAt);
        return TypedResults.Ok(new MeResponse(user.Id, user.Name, Rights.Word(user.Role), Rights.Words(Rights.Of(user.Role)), "cookie", session.Id, null));
    }

    private static async Task<Results<Ok<TokenResponse>, JsonHttpResult<Problem>>> RefreshAsync(
        RefreshRequest body, HttpContext context, SignInService service, AccessTokens tokens, RefreshTokens refreshTokens, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(body.RefreshToken)) return Problems.BadInput("Send the refresh token.", ("refresh_token", "is missing"));
        var (session, user, generation) = await service.RefreshAsync(body.RefreshToken, OriginOf(context), cancel);
        return session is null || user is null
            ? Problems.Of(401, "Session over", "The refresh token is not valid, or its session has ended. Sign in again.", "session_ended")
            : TypedResults.Ok(Tokens(tokens.Issue(user, session.Id), refreshTokens.Make(session.Id, generation)));
    }

    private static async Task<Results<NoContent, JsonHttpResult<Problem>>> LogoutAsync(
        HttpContext context, SignInService service, SessionCookie cookie, IAudit audit, CancellationToken cancel)
    {
        var caller = context.Caller();
        if (caller.SessionId is not { } session) return Problems.BadInput("A key has no session to end. To make it useless, delete it: DELETE /api/keys/{id}.");
        await service.EndAsync(session, caller.UserId, anybody: false, cancel);
        if (caller.Kind == CallerKind.Cookie) cookie.Remove(context);
        audit.Record(context.Act("auth.logout", session));
        return TypedResults.NoContent();
    }

    private static Ok<MeResponse> Me(HttpContext context)
    {
        var caller = context.Caller();
        var by = caller.Kind switch { CallerKind.Token => "token", CallerKind.Cookie => "cookie", CallerKind.Key => "key", _ => "anonymous" };
        var key = caller.KeyId is { } id ? new MeKey(id, caller.KeyName ?? "") : null;
        return TypedResults.Ok(new MeResponse(caller.UserId, caller.UserName, Rights.Word(caller.Role), Rights.Words(caller.Permissions), by, caller.SessionId, key));
    }

    private static async Task<Results<NoContent, JsonHttpResult<Problem>>> PasswordAsync(
        PasswordRequest body, HttpContext context, SignInService service, IAudit audit, CancellationToken cancel)
    {
        var caller = context.Caller();
        if (caller.SessionId is null) return Problems.Forbidden("A key cannot change its owner's password. Sign in first.");
        if (string.IsNullOrEmpty(body.Current)) return Problems.BadInput("Give the present password.", ("current", "is missing"));
        if (Passwords.Fault(body.New) is { } fault) return Problems.BadInput(fault, ("new", fault));
        var (right, wait) = await service.ChangePasswordAsync(caller, body.Current, body.New!, OriginOf(context), cancel);
        audit.Record(context.Act("auth.password", caller.UserName, right == true ? "ok" : wait is null ? "failed" : "denied"));
        if (wait is { } time) return TooMany(context, time);
        return right == true ? TypedResults.NoContent() : Problems.BadInput("The present password is wrong.", ("current", "is wrong"));
    }

    internal static Origin OriginOf(HttpContext context) => new(context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null);

    private static TokenResponse Tokens(string access, string refresh) => new(access, "Bearer", (int)AccessTokens.Lifetime.TotalSeconds, refresh);

    private static JsonHttpResult<Problem> TooMany(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(429, "Too many attempts", $"Too many failed sign-ins from this address. Try again in {seconds} s.", "too_many_attempts");
    }
}
