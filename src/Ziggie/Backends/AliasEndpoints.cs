using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>Aliases over HTTP.</summary>
internal static class AliasEndpoints
{
    private const int MaxName = 128;
    private const int MaxModels = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/aliases").WithTags("Backends");
        group.MapGet("", List).Needs(Permissions.Read | Permissions.Models).WithSummary("All aliases");
        group.MapPut("/{name}", SaveAsync).Needs(Permissions.Operate).WithSummary("Adds or changes an alias").WithExample("""{"models":["workstation/llama3.2:3b","demo"]}""");
        group.MapDelete("/{name}", DeleteAsync).Needs(Permissions.Operate).WithSummary("Removes an alias");
    }

    private static Ok<Page<AliasView>> List(ICatalog catalog, ISettings settings) =>
        TypedResults.Ok(new Page<AliasView>([.. catalog.Current.Aliases.Values.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => View(a, settings))], null));

    private static async Task<Results<Ok<AliasView>, JsonHttpResult<Problem>>> SaveAsync(HttpContext context, string name, AliasChange change, CatalogService catalog, BackendStore store, ISettings settings, IAudit audit, CancellationToken cancel)
    {
        if (Declared(name, catalog, settings) is { } problem) return problem;
        if (name.Length > MaxName || name.Any(char.IsControl)) return Problems.BadInput("The alias was not saved.", ("name", $"A name has at most {MaxName} characters."));
        if (change.Models is not { Count: > 0 and <= MaxModels } || change.Models.Any(string.IsNullOrWhiteSpace)) return Problems.BadInput("The alias was not saved.", ("models", $"An alias lists 1 to {MaxModels} models."));
        if (change.Models.Contains(name)) return Problems.BadInput("The alias was not saved.", ("models", "An alias cannot stand for itself; write backend/name for a model of the same name."));
        await store.SaveAliasAsync(name, change.Models, cancel);
        await catalog.ReloadAsync(cancel);
        context.Audit(audit, "alias.save", name);
        return TypedResults.Ok(View(catalog.Current.Aliases[name], settings));
    }

    private static async Task<Results<NoContent, JsonHttpResult<Problem>>> DeleteAsync(HttpContext context, string name, CatalogService catalog, BackendStore store, ISettings settings, IAudit audit, CancellationToken cancel)
    {
        if (!catalog.Current.Aliases.ContainsKey(name)) return Problems.NotFound($"There is no alias named {name}.");
        if (Declared(name, catalog, settings) is { } problem) return problem;
        await store.DeleteAliasAsync(name, cancel);
        await catalog.ReloadAsync(cancel);
        context.Audit(audit, "alias.delete", name);
        return TypedResults.NoContent();
    }

    private static JsonHttpResult<Problem>? Declared(string name, CatalogService catalog, ISettings settings) =>
        catalog.Current.Aliases.GetValueOrDefault(name) is { Source: BackendSource.File }
            ? Problems.Conflict($"{name} is declared in {settings.DeclaredAt($"aliases.{name}")?.ToString() ?? "the configuration"}; change it there.", "declared_in_file")
            : null;

    private static AliasView View(AliasDeclaration alias, ISettings settings) => new(
        alias.Name,
        alias.Models,
        BackendViews.Word(alias.Source),
        alias.Source == BackendSource.File ? settings.DeclaredAt($"aliases.{alias.Name}") : null);
}

/// <summary>An alias as sent.</summary>
internal sealed record AliasChange(IReadOnlyList<string>? Models);

/// <summary>An alias as shown.</summary>
internal sealed record AliasView(
    string Name,
    IReadOnlyList<string> Models,
    string Source,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SettingSource? DeclaredAt);
