using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Http;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>People who can sign in, for admins.</summary>
internal static class UserEndpoints
{
    private const string LastAdmin = "This is the last admin: nobody could administer any more. Make another user admin first.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/users").Needs(Permissions.Admin).WithTags("Users");
        users.MapGet("", ListAsync).WithSummary("All users");
        users.MapPost("", CreateAsync).WithSummary("Adds a user").WithExample("""{"username":"ada","password":"at least 8 characters","role":"member"}""");
        users.MapPatch("/{id}", UpdateAsync).WithSummary("Changes name, role, password or whether the user may sign in").WithExample("""{"role":"operator"}""");
        users.MapDelete("/{id}", DeleteAsync).WithSummary("Removes a user with all keys and sessions");
    }

    private static async Task<Ok<Page<UserItem>>> ListAsync(IDatabase database, CancellationToken cancel, int? limit = null, string? cursor = null)
    {
        var count = Paging.Limit(limit);
        var rows = await database.ReadAsync((connection, token) => UserStore.PageAsync(connection, cursor ?? "", count + 1, token), cancel);
        return TypedResults.Ok(Paging.Of(rows, count, u => u.Id, Item));
    }

    private static async Task<Results<Created<UserItem>, JsonHttpResult<Problem>>> CreateAsync(
        CreateUserRequest body, HttpContext context, IdentityChanges changes, Passwords passwords, IAudit audit, TimeProvider time, CancellationToken cancel)
    {
        if (UserNames.Fault(body.Username) is { } nameFault) return Problems.BadInput(nameFault, ("username", nameFault));
        if (Passwords.Fault(body.Password) is { } passwordFault) return Problems.BadInput(passwordFault, ("password", passwordFault));
        if (Rights.Role(body.Role ?? "member") is not { } role) return BadRole(body.Role!);
        var user = new User { Id = Ids.New(time), Name = body.Username!.Trim(), Role = role, CreatedAt = time.GetUtcNow().ToUnixTimeMilliseconds() };
        var hash = passwords.Hash(body.Password!);
        var made = await changes.WriteAsync(async (connection, changed, token) =>
        {
            changed.Add((Changed.User, user.Id));
            return await UserStore.InsertAsync(connection, user, hash, token).ConfigureAwait(false);
        }, cancel);
        if (!made) return NameTaken(user.Name);
        audit.Record(context.Act("user.create", user.Name, detail: Rights.Word(role)));
        return TypedResults.Created($"/api/users/{user.Id}", Item(user));
    }

    private static async Task<Results<Ok<UserItem>, JsonHttpResult<Problem>>> UpdateAsync(
        string id, UpdateUserRequest body, HttpContext context, IDatabase database, IdentityChanges changes, Passwords passwords, IAudit audit, CancellationToken cancel)
    {
        if (body.Username is not null && UserNames.Fault(body.Username) is { } nameFault) return Problems.BadInput(nameFault, ("username", nameFault));
        if (body.Password is not null && Passwords.Fault(body.Password) is { } passwordFault) return Problems.BadInput(passwordFault, ("password", passwordFault));
        if (body.Role is not null && Rights.Role(body.Role) is null) return BadRole(body.Role);
        var hash = body.Password is null ? null : passwords.Hash(body.Password);
        var (outcome, user) = await changes.WriteAsync<(UserChange, User?)>(async (connection, changed, token) =>
        {
            if (await UserStore.FindAsync(connection, id, token).ConfigureAwait(false) is not { } before) return (UserChange.Missing, null);
            var after = before with
            {
                Name = body.Username?.Trim() ?? before.Name,
                Role = Rights.Role(body.Role) ?? before.Role,
                Disabled = body.Disabled ?? before.Disabled,
            };
            if (Administers(before) && !Administers(after) && !await UserStore.HasOtherAdminAsync(connection, database.Provider, id, token).ConfigureAwait(false))
                return (UserChange.LastAdmin, before);
            if (!await UserStore.UpdateAsync(connection, after, token).ConfigureAwait(false)) return (UserChange.NameTaken, before);
            if (hash is not null) await UserStore.SetPasswordAsync(connection, id, hash, token).ConfigureAwait(false);
            // Whoever knew the former password, or may not come in any more, is out everywhere.
            if (hash is not null || after.Disabled) await SignInService.EndOthersAsync(connection, changed, id, context.Caller().SessionId, token).ConfigureAwait(false);
            changed.Add((Changed.User, id));
            return (UserChange.Done, after);
        }, cancel);

        if (outcome is UserChange.Missing || user is null) return NoSuchUser(id);
        if (outcome is UserChange.LastAdmin) return Problems.Conflict(LastAdmin, "last_admin");
        if (outcome is UserChange.NameTaken) return NameTaken(body.Username!);
        audit.Record(context.Act("user.update", user.Name, detail: What(body)));
        return TypedResults.Ok(Item(user));
    }

    private static async Task<Results<NoContent, JsonHttpResult<Problem>>> DeleteAsync(
        string id, HttpContext context, IDatabase database, IdentityChanges changes, IAudit audit, CancellationToken cancel)
    {
        var (outcome, user) = await changes.WriteAsync<(UserChange, User?)>(async (connection, changed, token) =>
        {
            if (await UserStore.FindAsync(connection, id, token).ConfigureAwait(false) is not { } found) return (UserChange.Missing, null);
            if (Administers(found) && !await UserStore.HasOtherAdminAsync(connection, database.Provider, id, token).ConfigureAwait(false)) return (UserChange.LastAdmin, found);
            await UserStore.DeleteAsync(connection, id, token).ConfigureAwait(false);
            changed.Add((Changed.User, id));
            return (UserChange.Done, found);
        }, cancel);
        if (outcome is UserChange.Missing || user is null) return NoSuchUser(id);
        if (outcome is UserChange.LastAdmin) return Problems.Conflict(LastAdmin, "last_admin");
        audit.Record(context.Act("user.delete", user.Name));
        return TypedResults.NoContent();
    }

    private static bool Administers(User user) => user is { Role: UserRole.Admin, Disabled: false };

    private static UserItem Item(User user) =>
        new(user.Id, user.Name, Rights.Word(user.Role), user.Disabled, user.CreatedAt.Utc(), user.LastSignInAt.Utc());

    private static string What(UpdateUserRequest body) => string.Join(", ", new[]
    {
        body.Username is null ? null : $"name {body.Username}",
        body.Role is null ? null : $"role {body.Role}",
        body.Password is null ? null : "password",
        body.Disabled is null ? null : body.Disabled.Value ? "disabled" : "enabled",
    }.OfType<string>());

    private static JsonHttpResult<Problem> BadRole(string role) =>
        Problems.BadInput($"'{role}' is no role. Use admin, operator, member or viewer.", ("role", "must be admin, operator, member or viewer"));

    private static JsonHttpResult<Problem> NameTaken(string name) =>
        Problems.Conflict($"There is a user '{name.Trim()}' already (names are the same in upper and lower case). Choose another name.", "name_taken");

    private static JsonHttpResult<Problem> NoSuchUser(string id) => Problems.NotFound($"There is no user with the id '{id}'. GET /api/users lists them.");

    private enum UserChange { Done, Missing, LastAdmin, NameTaken }
}
