using Ziggie.Wire;

namespace Ziggie.Settings;

/// <summary>What must hold for <c>aliases</c>: they may name each other, but must end at models.</summary>
internal static class AliasRules
{
    public static void Check(ZiggieSettings settings, Reading reading)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var backends = settings.Backends.Select(b => b.Name).Where(n => n.Length > 0).ToList();
        foreach (var (alias, models) in settings.Aliases)
        {
            var path = $"aliases.{alias}";
            if (models.Count == 0 && !reading.Failed(path)) reading.Error(path, "names no model; list at least one.");
            for (var i = 0; i < models.Count; i++) CheckBackend(models[i], $"{path}[{i}]", backends, reading);
            Follow(alias, [], done, settings.Aliases, reading);
        }
    }

    /// <summary>Depth first; an alias met again on its own way closes a circle.</summary>
    private static void Follow(
        string alias, List<string> way, HashSet<string> done, IReadOnlyDictionary<string, IReadOnlyList<string>> aliases, Reading reading)
    {
        var begin = way.IndexOf(alias);
        if (begin >= 0)
        {
            reading.Error($"aliases.{alias}", $"leads back to itself: {string.Join(" → ", way.Skip(begin).Append(alias))}; let one of them name a model.");
            return;
        }
        if (done.Contains(alias) || !aliases.TryGetValue(alias, out var models)) return;
        way.Add(alias);
        foreach (var model in models) Follow(model, way, done, aliases, reading);
        way.RemoveAt(way.Count - 1);
        done.Add(alias);
    }

    /// <summary>A model's own name may hold a slash, so only what is nearly a backend's name is taken for a slip.</summary>
    private static void CheckBackend(string model, string path, List<string> backends, Reading reading)
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || backends.Contains(model[..slash])) return;
        if (Nearest.Of(model[..slash], backends) is { } guess)
            reading.Warn(path, $"no backend \"{model[..slash]}\" is configured; did you mean \"{guess}{model[slash..]}\"?");
    }
}
