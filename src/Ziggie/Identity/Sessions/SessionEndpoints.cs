using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Http;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Where the caller is signed in.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/api/auth/sessions").NeedsCaller().WithTags("Sign-in");
        sessions.MapGet("", ListAsync).WithSummary("The caller's sessions");
        sessions.MapDelete("/{id}", EndAsync).WithSummary("Ends a session; admins may end anybody's");
    }

    private static async Task<Results<Ok<Page<SessionItem>>, JsonHttpResult<Problem>>> ListAsync(
        HttpContext context, IDatabase database, TimeProvider time, CancellationToken cancel, int? limit = null, string? cursor = null)
    {
        var caller = context.Caller();
        if (caller.KeyId is not null && !caller.May(Permissions.Read)) return Problems.Forbidden("Listing sessions needs a key with the scope 'read'.");
        var count = Paging.Limit(limit);
        var rows = await database.ReadAsync((connection, token) => SessionStore.PageAsync(connection, caller.UserId, cursor ?? "", count + 1, token), cancel);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var page = Paging.Of(rows, count, s => s.Id, s => new SessionItem(
            s.Id, s.CreatedAt.Utc(), s.LastSeenAt.Utc(), s.EndsAt.Utc(), s.Address, s.Client, s.CookieHash is null ? "token" : "cookie", s.Id == caller.SessionId));
        return TypedResults.Ok(page with { Items = [.. page.Items.Where(s => s.EndsAt > now.Utc())] });
    }

    private static async Task<Results<NoContent, JsonHttpResult<Problem>>> EndAsync(
        string id, HttpContext context, SignInService service, IAudit audit, CancellationToken cancel)
    {
        var caller = context.Caller();
        var admin = caller.May(Permissions.Admin);
        if (caller.KeyId is not null && !admin) return Problems.Forbidden("Ending a session needs a key with the scope 'admin'.");
        if (!await service.EndAsync(id, caller.UserId, admin, cancel)) return Problems.NotFound("There is no such session of yours; it may have ended already.");
        audit.Record(context.Act("auth.session.end", id));
        return TypedResults.NoContent();
    }
}
