using Ziggie.Backends;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Gateway.Library;

/// <summary>Where a model is pulled into or deleted from, and its name there.</summary>
/// <param name="Backend">Null is this machine's own models folder.</param>
internal sealed record LibraryTarget(Backend? Backend, string Model)
{
    private const string Here = "engine";

    public string Shown => $"{Backend?.Name ?? Here}/{Model}";

    /// <summary>The backend that the name begins with; else the Ollama that has the model; else the first Ollama that is up; else this machine.</summary>
    public static LibraryTarget ForPull(Catalog catalog, LibraryRequest asked)
    {
        if (IsHere(catalog, asked.Model, out var own)) return own;
        // The address of a file is nothing that an Ollama could pull.
        if (asked.Model.Contains("://", StringComparison.Ordinal)) return new LibraryTarget(null, asked.Model);
        var slash = asked.Model.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash < asked.Model.Length - 1 && catalog.Backend(asked.Model[..slash]) is { } named)
        {
            return IsOllama(named) ? new LibraryTarget(named, asked.Model[(slash + 1)..]) : throw NotOllama(named);
        }
        RefuseAlias(catalog, asked);
        var has = catalog.Find(asked.Model)?.Targets.FirstOrDefault(t => IsOllama(t.Backend))?.Backend;
        var into = has ?? catalog.Backends.Where(IsOllama).OrderBy(b => b.State.Status == BackendStatus.Offline ? 1 : 0).FirstOrDefault();
        return new LibraryTarget(into, asked.Model);
    }

    /// <summary>The Ollama that has the model, or this machine.</summary>
    /// <param name="isHere">Whether this machine's own models folder has it, and it is not Ollama's.</param>
    public static LibraryTarget ForDelete(Catalog catalog, LibraryRequest asked, Func<string, bool> isHere)
    {
        if (IsHere(catalog, asked.Model, out var own)) return own;
        RefuseAlias(catalog, asked);
        var route = catalog.Find(asked.Model);
        var atOllama = route?.Targets.FirstOrDefault(t => IsOllama(t.Backend));
        if (isHere(asked.Model))
        {
            return atOllama is null
                ? new LibraryTarget(null, asked.Model)
                : throw new WireException($"\"{asked.Model}\" is at the backend {atOllama.Backend.Name} and on this machine's disk; say which: {atOllama.Backend.Name}/{atOllama.Model.Name} or {Here}/{asked.Model}.", "model", "model_ambiguous");
        }
        if (atOllama is not null) return new LibraryTarget(atOllama.Backend, atOllama.Model.Name);
        // One that only lies in Ollama's store, which is told.
        if (route?.Targets.FirstOrDefault(t => IsEngine(t.Backend)) is { } atEngine) return new LibraryTarget(null, atEngine.Model.Name);
        throw route is null
            ? new WireException(new WireError(ErrorKind.NotFound, $"model '{asked.Model}' not found", "model_not_found", "model"))
            : NotOllama(route.Targets.First().Backend);
    }

    /// <summary>Whether the name says that it is meant for this machine: by the engine's name, also before it has a model.</summary>
    private static bool IsHere(Catalog catalog, string model, out LibraryTarget target)
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        target = new LibraryTarget(null, model[(slash + 1)..]);
        if (slash <= 0 || target.Model.Length == 0) return false;
        return catalog.Backend(model[..slash]) is { } named ? IsEngine(named) : model[..slash] == Here;
    }

    private static bool IsEngine(Backend backend) => backend.Settings.Type == BackendType.Engine;

    private static bool IsOllama(Backend backend) => backend.Settings.Type == BackendType.Ollama;

    private static void RefuseAlias(Catalog catalog, LibraryRequest asked)
    {
        if (!catalog.Aliases.TryGetValue(asked.Model, out var alias)) return;
        throw new WireException($"\"{asked.Model}\" is an alias; name the model itself: {string.Join(", ", alias.Models)}.", "model", "is_alias");
    }

    private static WireException NotOllama(Backend backend) => new(
        $"Backend {backend.Name} is of type {backend.Settings.Type.ToString().ToLowerInvariant()}; models are pulled into and deleted from Ollama backends and this machine's disk (engine/…) only.", "model", "not_ollama");
}
