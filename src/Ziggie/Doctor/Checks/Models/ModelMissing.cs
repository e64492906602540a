using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Settings;

namespace Ziggie.Doctor.Checks.Models;

/// <summary>C307: models that the settings name and that no backend has, though those that should do answer.</summary>
internal sealed class ModelMissing : ICheck
{
    private const string Latest = ":latest";

    public string Name => "models";

    public IEnumerable<Finding> Look(Evidence evidence) => OfBackends(evidence).Concat(evidence.Subjects.Aliases.Select(a => OfAlias(evidence, a.Key, a.Value)).OfType<Finding>());

    private static IEnumerable<Finding> OfBackends(Evidence evidence) =>
        from backend in evidence.Backends
        where backend.IsWell
        let listed = Names(backend)
        let missing = backend.Settings.Models.Select(m => m.Name).Where(m => !Has(listed, m)).ToList()
        where missing.Count > 0
        select new Finding(
            ConfigurationCodes.ModelMissing, backend.Target,
            $"{(evidence.Subjects.DeclaredAt.TryGetValue(backend.Settings.Name, out var at) ? at : "The settings")} names {string.Join(" and ", missing.Select(m => Say(m, listed)))} at {backend.Settings.Name}, which does not have {(missing.Count == 1 ? "it" : "them")}.",
            Fix(missing[0], listed, backend.Settings))
        { Evidence = [Listing(backend, listed)] };

    private static Finding? OfAlias(Evidence evidence, string alias, IReadOnlyList<string> models)
    {
        var judged = models.Select(m => (Model: m, Where: Judge(evidence, m))).ToList();
        var missing = judged.Where(j => j.Where.State == Presence.Missing).ToList();
        if (missing.Count == 0) return null;
        // What may be there once a backend is back is not known to be missing.
        var isUsable = judged.Exists(j => j.Where.State != Presence.Missing);
        var first = missing[0];
        var backend = first.Where.Backend;
        return new Finding(
            ConfigurationCodes.ModelMissing, $"alias:{alias}",
            $"The alias {alias} names {string.Join(" and ", missing.Select(m => Say(m.Model, m.Where.Names)))}, which {(backend is null ? "no backend has" : $"{backend.Settings.Name} does not have")}.{(isUsable ? " Its other models are used instead." : "")}",
            Fix(first.Model, first.Where.Names, backend?.Settings))
        {
            Severity = isUsable ? Severity.Warning : Severity.Problem,
            Evidence = backend is null ? [$"ziggie models → {Amounts.Names([.. first.Where.Names])}"] : [Listing(backend, first.Where.Names)],
        };
    }

    /// <summary>A name with a backend before it means that one; any other may be anywhere.</summary>
    private static Verdict Judge(Evidence evidence, string model)
    {
        var named = evidence.Backends.FirstOrDefault(b => model.StartsWith(b.Settings.Name + "/", StringComparison.Ordinal) && !evidence.Backends.Any(o => Has(Names(o), model)));
        if (named is not null) return !named.IsWell ? new(Presence.Unknown, [], named) : new(Has(Names(named), model[(named.Settings.Name.Length + 1)..]) ? Presence.There : Presence.Missing, Names(named), named);
        List<string> all = [.. evidence.Backends.SelectMany(Names), .. evidence.Subjects.BuiltinModels, .. evidence.ModelFiles.Names];
        if (Has(all, model)) return new(Presence.There, all, null);
        var isKnown = evidence.Backends.All(b => b.IsWell || b.Url is null) && !IsOfBuiltin(model, all);
        return new(isKnown ? Presence.Missing : Presence.Unknown, all, null);
    }

    /// <summary>Ziggie's own backends may be named too.</summary>
    private static bool IsOfBuiltin(string model, List<string> all) => model.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && Has(all, model[(slash + 1)..]);

    private static List<string> Names(BackendEvidence backend) => [.. (backend.Models?.Listed ?? []).Select(m => m.Name)];

    private static bool Has(IReadOnlyCollection<string> names, string model) => names.Contains(model) || names.Contains(model + Latest);

    private static string Say(string model, IReadOnlyList<string> names) => Near(model, names) is { } near ? $"{model} (nearest: {near})" : model;

    private static string Fix(string model, IReadOnlyList<string> names, BackendSettings? backend)
    {
        var bare = backend is not null && model.StartsWith(backend.Name + "/", StringComparison.Ordinal) ? model[(backend.Name.Length + 1)..] : model;
        var fetch = backend?.Type switch
        {
            BackendType.Ollama => $"fetch it: `ollama pull {bare}` where {backend.Name} runs",
            null => $"fetch it: `ziggie models pull {bare}`",
            _ => $"let {backend.Name} serve it",
        };
        return Near(model, names) is { } near ? $"Write {near} in its place, or {fetch}." : $"Correct the name, or {fetch}.";
    }

    /// <summary>The same but for letter case, dashes and the tag, else the fewest edits.</summary>
    private static string? Near(string model, IReadOnlyList<string> names)
    {
        var bare = Plain(model);
        return names.FirstOrDefault(n => Plain(n) == bare) ?? names.FirstOrDefault(n => Plain(n.Split(':')[0]) == Plain(model.Split(':')[0])) ?? Wire.Nearest.Of(model, names);
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    private static string Listing(BackendEvidence backend, IReadOnlyList<string> names) =>
        $"curl -s {backend.Url!.ToString().TrimEnd('/')}{(backend.Settings.Type == BackendType.Ollama ? "/api/tags" : "/models")} → {(names.Count == 0 ? "no models" : Amounts.Names(names))}";

    private enum Presence { There, Missing, Unknown }

    private sealed record Verdict(Presence State, IReadOnlyList<string> Names, BackendEvidence? Backend);
}
