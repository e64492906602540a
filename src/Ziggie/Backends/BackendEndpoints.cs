using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Backends;

/// <summary>Backends over HTTP. Those of ziggie.yaml can be looked at and tested, and are changed there.</summary>
internal static class BackendEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/backends").WithTags("Backends");
        group.MapGet("", List).Needs(Permissions.Read | Permissions.Models).WithSummary("All backends with their state");
        group.MapPost("", AddAsync).Needs(Permissions.Operate).WithSummary("Adds a backend").WithExample("""{"name":"workstation","type":"ollama","url":"http://127.0.0.1:11434"}""");
        group.MapPatch("/{name}", EditAsync).Needs(Permissions.Operate).WithSummary("Changes the given fields of a backend").WithExample("""{"priority":2}""");
        group.MapDelete("/{name}", DeleteAsync).Needs(Permissions.Operate).WithSummary("Removes a backend");
        group.MapPost("/{name}/test", TestAsync).Needs(Permissions.Operate).WithSummary("Looks at a backend now");
        group.MapPost("/test", TestUnsavedAsync).Needs(Permissions.Operate).WithSummary("Looks at a backend that is not added yet").WithExample("""{"type":"ollama","url":"http://127.0.0.1:11434"}""");
    }

    private static Ok<Page<BackendView>> List(ICatalog catalog, BackendViews views) =>
        TypedResults.Ok(new Page<BackendView>([.. catalog.Current.Backends.Select(views.Of)], null));

    private static async Task<Results<Created<BackendView>, JsonHttpResult<Problem>>> AddAsync(HttpContext context, BackendChange change, CatalogService catalog, BackendStore store, BackendViews views, IAudit audit, CancellationToken cancel)
    {
        if (change.Apply(null, out var backend) is { Length: > 0 } errors) return Problems.BadInput("The backend was not added.", errors);
        if (catalog.Current.Backend(backend.Name) is { Source: BackendSource.File or BackendSource.Api })
        {
            return Problems.Conflict($"There is a backend named {backend.Name} already; choose another name or change that one.", "name_taken");
        }
        await store.SaveAsync(backend, cancel);
        await catalog.ReloadAsync(cancel);
        context.Audit(audit, "backend.create", backend.Name);
        await catalog.FirstLookAsync(TimeSpan.FromSeconds(2), cancel);
        return TypedResults.Created($"/api/backends/{Uri.EscapeDataString(backend.Name)}", views.Of(catalog.Current.Backend(backend.Name)!));
    }

    private static async Task<Results<Ok<BackendView>, JsonHttpResult<Problem>>> EditAsync(HttpContext context, string name, BackendChange change, CatalogService catalog, BackendStore store, BackendViews views, IAudit audit, CancellationToken cancel)
    {
        if (catalog.Current.Backend(name) is not { } current) return Problems.NotFound($"There is no backend named {name}.");
        if (views.Fixed(current) is { } declared) return declared;
        if (change.Apply(current.Settings, out var backend) is { Length: > 0 } errors) return Problems.BadInput("The backend was not changed.", errors);
        if (backend.Name != current.Name) return Problems.BadInput("The backend was not changed.", ("name", "A backend keeps its name; add a new one and remove this one."));
        await store.SaveAsync(backend, cancel);
        await catalog.ReloadAsync(cancel);
        context.Audit(audit, "backend.change", name);
        await catalog.FirstLookAsync(TimeSpan.FromSeconds(2), cancel);
        return TypedResults.Ok(views.Of(catalog.Current.Backend(name)!));
    }

    private static async Task<Results<NoContent, JsonHttpResult<Problem>>> DeleteAsync(HttpContext context, string name, CatalogService catalog, BackendStore store, BackendViews views, IAudit audit, CancellationToken cancel)
    {
        if (catalog.Current.Backend(name) is not { } current) return Problems.NotFound($"There is no backend named {name}.");
        if (views.Fixed(current) is { } declared) return declared;
        await store.DeleteAsync(current.Name, cancel);
        await catalog.ReloadAsync(cancel);
        context.Audit(audit, "backend.delete", name);
        // The demo may have come back in its place.
        await catalog.FirstLookAsync(TimeSpan.FromSeconds(2), cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<BackendTest>, JsonHttpResult<Problem>>> TestAsync(string name, CatalogService catalog, BackendProber prober, CancellationToken cancel)
    {
        if (catalog.Current.Backend(name) is not { } backend) return Problems.NotFound($"There is no backend named {name}.");
        return TypedResults.Ok(BackendTest.Of(await prober.ProbeAsync(backend, cancel)));
    }

    private static async Task<Results<Ok<BackendTest>, JsonHttpResult<Problem>>> TestUnsavedAsync(BackendChange change, BackendFactory factory, BackendProber prober, CancellationToken cancel)
    {
        if (change.Apply(null, out var settings) is { Length: > 0 } errors) return Problems.BadInput("This cannot be tested.", errors);
        using var backend = factory.Create(settings, BackendSource.Api);
        return TypedResults.Ok(BackendTest.Of(await prober.ProbeAsync(backend, cancel)));
    }
}
