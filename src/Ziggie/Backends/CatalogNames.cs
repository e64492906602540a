using System.Collections.Frozen;

namespace Ziggie.Backends;

/// <summary>
/// Builds the table from name to route. Order of meaning: alias, exact name, name with ":latest", backend/name. The same name on several
/// backends is balanced where the digests match; else the first backend has it and the others are reached as backend/name.
/// </summary>
internal static class CatalogNames
{
    public static FrozenDictionary<string, Route> Build(IReadOnlyList<Backend> backends, IReadOnlyDictionary<string, AliasDeclaration> aliases)
    {
        var names = new Dictionary<string, Route>(StringComparer.Ordinal);
        foreach (var backend in backends)
        {
            foreach (var model in backend.State.Models)
            {
                names.TryAdd($"{backend.Name}/{model.Name}", new Route("named", [[new Target(backend, model)]]));
                if (WithoutLatest(model.Name) is { } shorter) names.TryAdd($"{backend.Name}/{shorter}", new Route("named", [[new Target(backend, model)]]));
            }
        }
        var plain = backends.SelectMany(b => b.State.Models.Select(m => new Target(b, m))).GroupBy(t => t.Model.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, Same);
        foreach (var (name, targets) in plain) names[name] = new Route("exact", Tiers(targets));
        foreach (var (name, targets) in plain)
        {
            if (WithoutLatest(name) is { } shorter && !plain.ContainsKey(shorter)) names[shorter] = new Route("latest", Tiers(targets));
        }
        var withoutAliases = new Dictionary<string, Route>(names, StringComparer.Ordinal);
        foreach (var alias in aliases.Values)
        {
            var targets = alias.Models.SelectMany(m => withoutAliases.GetValueOrDefault(m)?.Targets ?? []).DistinctBy(t => (t.Backend.Name, t.Model.Name)).ToList();
            // An alias whose models are all unknown still hides a model of its name: the caller shall not get another one unawares.
            names[alias.Name] = new Route("alias", Tiers(targets));
        }
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static List<Target> Same(IEnumerable<Target> targets)
    {
        var all = targets.ToList();
        var first = all[0];
        return first.Model.Listing.Digest is { } digest ? [.. all.Where(t => t.Model.Listing.Digest == digest)] : [first];
    }

    private static IReadOnlyList<IReadOnlyList<Target>> Tiers(IEnumerable<Target> targets) =>
        [.. targets.GroupBy(t => t.Backend.Settings.Priority).OrderBy(g => g.Key).Select(g => (IReadOnlyList<Target>)[.. g])];

    private static string? WithoutLatest(string name) =>
        name.EndsWith(":latest", StringComparison.Ordinal) ? name[..^7] : null;
}
