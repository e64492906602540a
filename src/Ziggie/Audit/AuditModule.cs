using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Storage;

namespace Ziggie.Audit;

/// <summary>The audit as a whole.</summary>
public static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<IAudit, AuditLog>();
        services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, AuditJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/audit", ListAsync).Needs(Permissions.Admin).WithTags("Audit").WithSummary("Who did what, newest first");
        return routes;
    }

    /// <summary>Begins to write; after the database has started.</summary>
    public static void StartAudit(this IServiceProvider services) => ((AuditLog)services.GetRequiredService<IAudit>()).Start();

    private static async Task<Results<Ok<Page<AuditItem>>, JsonHttpResult<Problem>>> ListAsync(
        IDatabase database, CancellationToken cancel,
        int? limit = null, string? cursor = null, string? actor = null, string? action = null, string? outcome = null, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        // A misspelt one would look as if nothing had happened.
        if (outcome is not (null or "" or "ok" or "denied" or "failed")) return Problems.BadInput("'outcome' has to be ok, denied or failed.", ("outcome", "Not an outcome."));
        var count = Paging.Limit(limit);
        var filter = new AuditFilter(actor, action, from?.ToUnixTimeMilliseconds(), to?.ToUnixTimeMilliseconds(), outcome);
        var rows = await database.ReadAsync((connection, token) => AuditStore.PageAsync(connection, filter, cursor, count + 1, token), cancel);
        return TypedResults.Ok(Paging.Of(rows, count, r => r.Id, Item));
    }

    private static AuditItem Item(StoredAudit stored) => new(
        stored.Id, DateTimeOffset.FromUnixTimeMilliseconds(stored.At).UtcDateTime, stored.Entry.Actor, stored.Entry.ActorId, stored.Entry.Action,
        stored.Entry.Target, stored.Entry.Address, stored.Entry.Outcome, stored.Entry.Detail);
}

/// <summary>One act.</summary>
internal sealed record AuditItem(
    string Id, DateTime At, string Actor, string? ActorId, string Action, string? Target, string? Address, string Outcome, string? Detail);

/// <summary>Serialization of this feature.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<AuditItem>))]
internal sealed partial class AuditJson : JsonSerializerContext;
