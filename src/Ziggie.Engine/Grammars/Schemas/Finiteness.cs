namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>
/// Finds rules whose every value holds another value of the same rule: a model that is held to one could never come to an end.
/// </summary>
internal sealed class Finiteness
{
    private readonly Dictionary<string, (string Path, List<IReadOnlyList<string>> Ways)> _rules = [];

    public void Clear() => _rules.Clear();

    public void Begin(string rule, string path) => _rules[rule] = (path, []);

    /// <summary>One way to make a value, with the rules that it needs inside.</summary>
    public void Way(string rule, IReadOnlyList<string> needs) => _rules[rule].Ways.Add(needs);

    /// <summary>The place of a rule without a finite value, among those that a value of this one may need.</summary>
    public string? Endless(string root)
    {
        var ends = new HashSet<string>();
        bool grown;
        do
        {
            grown = false;
            foreach (var (rule, (_, ways)) in _rules)
                if (!ends.Contains(rule) && ways.Any(w => w.All(n => ends.Contains(n) || !_rules.ContainsKey(n)))) grown |= ends.Add(rule);
        }
        while (grown);
        return _rules.Where(r => r.Value.Ways.Count > 0 && !ends.Contains(r.Key)).Select(r => r.Value.Path).FirstOrDefault();
    }
}
