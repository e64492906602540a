using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Backends;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Gateway;

/// <summary><c>GET /api/llm/status</c> and <c>GET /api/llm/models</c>: how the backends are, and what there is to ask.</summary>
internal static class LlmEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var llm = routes.MapGroup("/api/llm").Needs(Permissions.Models | Permissions.Read).WithTags("Models");
        llm.MapGet("/status", Status).WithSummary("State of the default backend and of all");
        llm.MapGet("/models", Models).WithSummary("All models with the backend that has them, their state and roles");
    }

    private static Ok<LlmStatus> Status(ICatalog catalog)
    {
        var now = catalog.Current;
        var first = now.DefaultBackend;
        var states = now.Backends.Select(b => b.State.Status).ToList();
        var status = states.Count == 0 || states.All(s => s is BackendStatus.Offline or BackendStatus.Unknown) ? "offline"
            : states.All(s => s == BackendStatus.Online) ? "online"
            : "degraded";
        return TypedResults.Ok(new LlmStatus(
            status,
            first is null ? null : Word(first.Settings.Type),
            first?.DisplayUrl,
            new LlmVersion(first?.State.Version),
            [.. now.Backends.Select(b => new LlmBackend(b.Name, Word(b.Settings.Type), b.DisplayUrl, Word(b.State.Status), b.State.Version, b.State.LatencyMs < 0 ? null : b.State.LatencyMs, [.. b.State.Models.Select(m => m.Name)], b.IsSimulated, b.State.Reason))],
            first?.State.Reason ?? (first is null ? new BackendReason("backend.none", "No backend is configured and none was found. Start a model server or add a backend.") : null)));
    }

    private static Ok<Page<LlmModel>> Models(HttpContext context, ICatalog catalog)
    {
        var now = catalog.Current;
        var allowed = context.Caller().Limits.Models;
        var aliases = now.Aliases.Values
            .Select(a => (Alias: a, Route: now.Find(a.Name)))
            .Select(a => new LlmModel(a.Alias.Name, null, a.Route is { Tiers.Count: > 0 } route && route.Targets.Any(IsUp) ? "available" : "unavailable", "alias", a.Alias.Models, [], null, null, null, [], a.Route is { Tiers.Count: > 0 } r && r.Targets.All(t => t.Backend.IsSimulated)));
        var models = now.Backends.SelectMany(b => b.State.Models.Select(m => new LlmModel(
            Name(now, b, m),
            b.Name,
            b.State.Status == BackendStatus.Offline ? "unavailable" : m.Running is null ? "available" : "loaded",
            "model",
            [],
            [.. m.Roles.Concat(b.Settings.Roles).Distinct()],
            m.Listing.Digest,
            m.Listing.Size,
            m.Listing.ContextLength,
            m.Listing.Capabilities,
            b.IsSimulated)));
        return TypedResults.Ok(new Page<LlmModel>([.. aliases.Concat(models).Where(m => allowed is null || allowed.Contains(m.Name))], null));
    }

    /// <summary>The plain name, unless it leads to another backend: then backend/name.</summary>
    private static string Name(Catalog catalog, Backend backend, BackendModel model) =>
        catalog.Find(model.Name) is { } route && !route.Targets.Any(t => t.Backend == backend) ? $"{backend.Name}/{model.Name}" : model.Name;

    private static bool IsUp(Target target) => target.Backend.State.Status != BackendStatus.Offline;

    /// <summary>A status or type as the API writes it.</summary>
    public static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLower(CultureInfo.InvariantCulture);
}

/// <summary>Answer of <c>GET /api/llm/status</c>; the first members describe the default backend.</summary>
/// <param name="Status">online: all backends are; degraded: some are; offline: none is.</param>
internal sealed record LlmStatus(
    string Status,
    string? Service,
    string? Url,
    LlmVersion Version,
    IReadOnlyList<LlmBackend> Backends,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BackendReason? Reason);

/// <summary>Version of the default backend's server.</summary>
internal sealed record LlmVersion(string? Version);

/// <summary>One backend's state.</summary>
internal sealed record LlmBackend(
    string Name,
    string Type,
    string Url,
    string Status,
    string? Version,
    double? LatencyMs,
    IReadOnlyList<string> Models,
    bool Simulated,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BackendReason? Reason);

/// <summary>A name that can be asked.</summary>
/// <param name="Status">loaded, available or unavailable.</param>
/// <param name="Kind">model or alias.</param>
/// <param name="Targets">An alias's models.</param>
internal sealed record LlmModel(
    string Name,
    string? Backend,
    string Status,
    string Kind,
    IReadOnlyList<string> Targets,
    IReadOnlyList<string> Roles,
    string? Digest,
    long? Size,
    int? ContextLength,
    IReadOnlyList<string> Capabilities,
    bool Simulated);
