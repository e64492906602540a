using System.Collections.Frozen;

namespace Ziggie.Backends;

/// <summary>A model at a backend: what a request is sent to.</summary>
public sealed record Target(Backend Backend, BackendModel Model);

/// <summary>Everything that a model name can mean at one moment. Immutable; a change swaps the whole.</summary>
public sealed class Catalog
{
    public static Catalog Empty { get; } = new([], new Dictionary<string, AliasDeclaration>());

    private readonly FrozenDictionary<string, Route> _names;

    internal Catalog(IReadOnlyList<Backend> backends, IReadOnlyDictionary<string, AliasDeclaration> aliases)
    {
        Backends = backends;
        Aliases = aliases;
        _names = CatalogNames.Build(backends, aliases);
        Default = FindDefault(backends);
    }

    /// <summary>In the order of the configuration, then by when they were added.</summary>
    public IReadOnlyList<Backend> Backends { get; }
    public IReadOnlyDictionary<string, AliasDeclaration> Aliases { get; }

    /// <summary>For a request that names no model.</summary>
    public Route? Default { get; }

    /// <summary>Every name that resolves, aliases included.</summary>
    public IReadOnlyCollection<string> Names => _names.Keys;

    public Route? Find(string name) => _names.GetValueOrDefault(name);

    /// <summary>Where a request's model name leads; an empty name or <c>auto</c> is the default.</summary>
    public Route? FindRoute(string name) => name.Length == 0 ? Default : Find(name) ?? (name == "auto" ? Default : null);

    public Backend? Backend(string name) => Backends.FirstOrDefault(b => b.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The backend that <c>/api/llm/status</c> describes: the first one that is up, else the first.</summary>
    public Backend? DefaultBackend => Backends.FirstOrDefault(b => b.State.Status is BackendStatus.Online) ?? (Backends.Count > 0 ? Backends[0] : null);

    private static Route? FindDefault(IReadOnlyList<Backend> backends)
    {
        foreach (var backend in backends.OrderBy(b => b.State.Status == BackendStatus.Online ? 0 : 1).ThenBy(b => b.Settings.Priority))
        {
            // A model that is loaded answers at once; one that only embeds would refuse.
            var model = backend.State.Models.Where(m => !m.Name.Contains("embed", StringComparison.OrdinalIgnoreCase)).OrderBy(m => m.Running is null ? 1 : 0).FirstOrDefault();
            if (model is not null) return new Route("default", [[new Target(backend, model)]]);
        }
        return null;
    }
}

/// <summary>An alias and where it was declared.</summary>
public sealed record AliasDeclaration(string Name, IReadOnlyList<string> Models, BackendSource Source);

/// <summary>Where a name leads.</summary>
/// <param name="Reason">Told in <c>x-ziggie-route</c>: exact, latest, named, alias or default.</param>
/// <param name="Tiers">Targets of equal rank are balanced; the next tier is for when none of the former can take the request.</param>
public sealed record Route(string Reason, IReadOnlyList<IReadOnlyList<Target>> Tiers)
{
    public IEnumerable<Target> Targets => Tiers.SelectMany(t => t);
}
