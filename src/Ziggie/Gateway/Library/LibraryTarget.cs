using Ziggie.Backends;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Gateway.Library;

/// <summary>Where a model is pulled into or deleted from, and the backend's own name for it.</summary>
internal sealed record LibraryTarget(Backend Backend, string Model)
{
    /// <summary>The backend that the name begins with; else the one that has the model; else the first Ollama that is up.</summary>
    public static LibraryTarget ForPull(Catalog catalog, LibraryRequest asked)
    {
        var slash = asked.Model.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash < asked.Model.Length - 1 && catalog.Backend(asked.Model[..slash]) is { } named)
        {
            return IsOllama(named) ? new LibraryTarget(named, asked.Model[(slash + 1)..]) : throw NotOllama(named);
        }
        RefuseAlias(catalog, asked);
        var has = catalog.Find(asked.Model)?.Targets.FirstOrDefault(t => IsOllama(t.Backend))?.Backend;
        var into = has ?? catalog.Backends.Where(IsOllama).OrderBy(b => b.State.Status == BackendStatus.Offline ? 1 : 0).FirstOrDefault()
            ?? throw new WireException("There is no Ollama backend to pull a model into; add one first.", "model", "no_ollama_backend");
        return new LibraryTarget(into, asked.Model);
    }

    /// <summary>The Ollama that has the model.</summary>
    public static LibraryTarget ForDelete(Catalog catalog, LibraryRequest asked)
    {
        RefuseAlias(catalog, asked);
        var route = catalog.Find(asked.Model) ?? throw new WireException(new WireError(ErrorKind.NotFound, $"model '{asked.Model}' not found", "model_not_found", "model"));
        var target = route.Targets.FirstOrDefault(t => IsOllama(t.Backend)) ?? throw NotOllama(route.Targets.First().Backend);
        return new LibraryTarget(target.Backend, target.Model.Name);
    }

    private static bool IsOllama(Backend backend) => backend.Settings.Type == BackendType.Ollama;

    private static void RefuseAlias(Catalog catalog, LibraryRequest asked)
    {
        if (!catalog.Aliases.TryGetValue(asked.Model, out var alias)) return;
        throw new WireException($"\"{asked.Model}\" is an alias; name the model itself: {string.Join(", ", alias.Models)}.", "model", "is_alias");
    }

    private static WireException NotOllama(Backend backend) => new(
        $"Backend {backend.Name} is of type {backend.Settings.Type.ToString().ToLowerInvariant()}; models are pulled into and deleted from Ollama backends only.", "model", "not_ollama");
}
