using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Http;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>API keys: everybody's own; admins see and change all.</summary>
internal static class KeyEndpoints
{
    private const int MostKeys = 1_000_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/keys").NeedsCaller().WithTags("Keys");
        keys.MapGet("", ListAsync).WithSummary("The caller's keys; for admins everybody's");
        keys.MapPost("", CreateAsync).WithSummary("Makes a key; the answer shows it this once").WithExample("""{"name":"laptop","scopes":["models"],"requestsPerMinute":60}""");
        keys.MapPatch("/{id}", UpdateAsync).WithSummary("Changes name, scopes, limits or end of a key").WithExample("""{"monthlyTokens":1000000}""");
        keys.MapDelete("/{id}", DeleteAsync).WithSummary("Deletes a key; it is refused from then on and its running requests end");
    }

    private static async Task<Results<Ok<Page<KeyItem>>, JsonHttpResult<Problem>>> ListAsync(
        HttpContext context, IDatabase database, IdentityMemory memory, CancellationToken cancel, int? limit = null, string? cursor = null)
    {
        var caller = context.Caller();
        if (caller.KeyId is not null && !caller.May(Permissions.Read)) return Problems.Forbidden("Listing keys needs a key with the scope 'read'.");
        var count = Paging.Limit(limit);
        var owner = caller.May(Permissions.Admin) ? null : caller.UserId;
        var rows = await database.ReadAsync((connection, token) => KeyStore.PageAsync(connection, owner, cursor ?? "", count + 1, token), cancel);
        return TypedResults.Ok(Paging.Of(rows, count, k => k.Id, k => Item(k, memory)));
    }

    private static async Task<Results<Created<KeyItem>, JsonHttpResult<Problem>>> CreateAsync(
        CreateKeyRequest body, HttpContext context, IdentityChanges changes, IdentityMemory memory, IAudit audit, TimeProvider time, CancellationToken cancel)
    {
        var caller = context.Caller();
        if (MayChange(caller) is { } refusal) return refusal;
        if (memory.KeyCount >= MostKeys) return Problems.Conflict("There are too many keys. Delete those that nobody uses.", "too_many_keys");
        var rules = new KeyRules(caller.Role, time.GetUtcNow());
        var secret = "zk-" + Secrets.New();
        var key = new ApiKey
        {
            Id = Ids.New(time),
            UserId = caller.UserId,
            Name = rules.Name(body.Name),
            Prefix = secret[..8],
            Hash = SecretHash.Of(secret),
            Scopes = rules.Scopes(body.Scopes),
            Limits = new KeyLimits(
                rules.Positive("requestsPerMinute", body.RequestsPerMinute), rules.Positive("tokensPerMinute", body.TokensPerMinute),
                rules.Positive("monthlyTokens", body.MonthlyTokens), rules.Positive("maxConcurrency", body.MaxConcurrency), rules.Models(body.Models)),
            ExpiresAt = rules.Future("expiresAt", body.ExpiresAt),
            CreatedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (Refusal(rules) is { } fault) return fault;
        await changes.WriteAsync(async (connection, changed, token) =>
        {
            changed.Add((Changed.Key, key.Id));
            await KeyStore.InsertAsync(connection, key, token).ConfigureAwait(false);
            return 0;
        }, cancel);
        audit.Record(context.Act("key.create", key.Name, detail: string.Join(' ', Rights.Words(key.Scopes))));
        return TypedResults.Created($"/api/keys/{key.Id}", Item(key, memory) with { Key = secret });
    }

    private static async Task<Results<Ok<KeyItem>, JsonHttpResult<Problem>>> UpdateAsync(
        string id, UpdateKeyRequest body, HttpContext context, IdentityChanges changes, IdentityMemory memory, IAudit audit, TimeProvider time, CancellationToken cancel)
    {
        var caller = context.Caller();
        if (MayChange(caller) is { } refusal) return refusal;
        JsonHttpResult<Problem>? fault = null;
        var key = await changes.WriteAsync(async (connection, changed, token) =>
        {
            var before = await KeyStore.FindAsync(connection, id, token).ConfigureAwait(false);
            if (before is null || !MaySee(caller, before)) return null;
            var rules = new KeyRules(memory.User(before.UserId)?.Role ?? UserRole.Viewer, time.GetUtcNow());
            var after = Apply(before, body, rules);
            if ((fault = Refusal(rules)) is not null) return before;
            await KeyStore.UpdateAsync(connection, after, token).ConfigureAwait(false);
            changed.Add((Changed.Key, id));
            return after;
        }, cancel);
        if (key is null) return NoSuchKey(id);
        if (fault is not null) return fault;
        audit.Record(context.Act("key.update", key.Name));
        return TypedResults.Ok(Item(key, memory));
    }

    private static async Task<Results<NoContent, JsonHttpResult<Problem>>> DeleteAsync(
        string id, HttpContext context, IdentityChanges changes, IAudit audit, CancellationToken cancel)
    {
        var caller = context.Caller();
        if (MayChange(caller) is { } refusal) return refusal;
        var gone = await changes.WriteAsync(async (connection, changed, token) =>
        {
            var key = await KeyStore.FindAsync(connection, id, token).ConfigureAwait(false);
            if (key is null || !MaySee(caller, key)) return null;
            changed.Add((Changed.Key, id));
            await KeyStore.DeleteAsync(connection, id, token).ConfigureAwait(false);
            return key;
        }, cancel);
        if (gone is null) return NoSuchKey(id);
        audit.Record(context.Act("key.delete", gone.Name));
        return TypedResults.NoContent();
    }

    private static ApiKey Apply(ApiKey key, UpdateKeyRequest body, KeyRules rules) => key with
    {
        Name = body.Names("Name") ? rules.Name(body.Name) : key.Name,
        Scopes = body.Names("Scopes") ? rules.Scopes(body.Scopes) : key.Scopes,
        Limits = new KeyLimits(
            body.Names("RequestsPerMinute") ? rules.Positive("requestsPerMinute", body.RequestsPerMinute) : key.Limits.RequestsPerMinute,
            body.Names("TokensPerMinute") ? rules.Positive("tokensPerMinute", body.TokensPerMinute) : key.Limits.TokensPerMinute,
            body.Names("MonthlyTokens") ? rules.Positive("monthlyTokens", body.MonthlyTokens) : key.Limits.MonthlyTokens,
            body.Names("MaxConcurrency") ? rules.Positive("maxConcurrency", body.MaxConcurrency) : key.Limits.MaxConcurrency,
            body.Names("Models") ? rules.Models(body.Models) : key.Limits.Models),
        ExpiresAt = body.Names("ExpiresAt") ? rules.Future("expiresAt", body.ExpiresAt) : key.ExpiresAt,
    };

    // A key that got out must not be able to make itself successors.
    private static JsonHttpResult<Problem>? MayChange(Caller caller) =>
        caller.KeyId is not null && !caller.May(Permissions.Admin)
            ? Problems.Forbidden("Changing keys needs a signed-in user, or a key with the scope 'admin'.")
            : null;

    private static bool MaySee(Caller caller, ApiKey key) => key.UserId == caller.UserId || caller.May(Permissions.Admin);

    private static JsonHttpResult<Problem>? Refusal(KeyRules rules) =>
        rules.Faults.Count > 0 ? Problems.BadInput($"The key was not accepted: {rules.Faults[0].Field} {rules.Faults[0].Message}.", [.. rules.Faults])
        : rules.Excess is { } excess ? Problems.Forbidden(excess)
        : null;

    private static JsonHttpResult<Problem> NoSuchKey(string id) => Problems.NotFound($"There is no key with the id '{id}' among yours. GET /api/keys lists them.");

    private static KeyItem Item(ApiKey key, IdentityMemory memory) => new(
        key.Id, key.Name, key.Prefix, key.UserId, memory.User(key.UserId)?.Name ?? "", Rights.Words(key.Scopes), key.Limits.Models,
        key.Limits.RequestsPerMinute, key.Limits.TokensPerMinute, key.Limits.MonthlyTokens, key.Limits.MaxConcurrency,
        key.ExpiresAt.Utc(), key.CreatedAt.Utc(), LastUsed(key, memory).Utc());

    // Memory knows of uses that are not written down yet.
    private static long? LastUsed(ApiKey key, IdentityMemory memory) =>
        memory.Key(key.Id) is { LastUsed: > 0 } live ? live.LastUsed : key.LastUsedAt;
}
