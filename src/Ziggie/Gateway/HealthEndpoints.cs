using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Backends;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Storage;
using Ziggie.Usage;

namespace Ziggie.Gateway;

/// <summary><c>/health</c>: whether Ziggie itself can do its work. Open, and brief to strangers.</summary>
internal static class HealthEndpoints
{
    public static string Version { get; } = typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").Open().WithTags("Health");
        health.MapGet("", Report).WithSummary("healthy, or degraded with what is wrong; counts for callers who sign in");
        health.MapGet("/live", () => TypedResults.Ok(new HealthReport("healthy", Version, null, null, []))).WithSummary("The process runs");
        health.MapGet("/ready", Report).WithSummary("As /health: requests are taken");
    }

    private static Ok<HealthReport> Report(HttpContext context, ICatalog catalog, IDatabase database, IUsageRecorder usage)
    {
        // The words of a database may name paths and hosts: strangers learn only that something is wrong.
        var caller = context.Features.Get<Caller>();
        List<string> troubles = [];
        if (database.Trouble is { } stored) troubles.Add(caller is null ? "The database cannot be written now." : stored);
        if (usage.Trouble is { } recorded) troubles.Add(caller is null ? "Usage cannot be written to disk now; requests are served and it is kept in memory." : recorded);
        var status = troubles.Count == 0 ? "healthy" : "degraded";
        if (caller is null) return TypedResults.Ok(new HealthReport(status, Version, null, null, troubles));
        var now = catalog.Current;
        return TypedResults.Ok(new HealthReport(
            status,
            Version,
            new HealthCount(now.Backends.Count(b => b.State.Status is BackendStatus.Online or BackendStatus.Degraded), now.Backends.Count),
            new HealthCount(now.Backends.Where(b => b.State.Status != BackendStatus.Offline).Sum(b => b.State.Models.Count), now.Backends.Sum(b => b.State.Models.Count)),
            troubles));
    }
}

/// <summary>Answer of <c>GET /health</c>.</summary>
/// <param name="Status">healthy or degraded.</param>
/// <param name="Troubles">What is wrong, a sentence each.</param>
internal sealed record HealthReport(
    string Status,
    string Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] HealthCount? Backends,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] HealthCount? Models,
    IReadOnlyList<string> Troubles);

/// <summary>How many of all.</summary>
internal sealed record HealthCount(int Up, int All);
