namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>Rules for names that are none of some: letter by letter, until one differs. Such names are written without escapes.</summary>
internal sealed class OtherNames(GrammarBuilder rules)
{
    private const int MaxNames = 500;
    private const int MaxLength = 500;

    public string Rule(IEnumerable<string> names)
    {
        // One that needs an escape cannot be written here anyway.
        var taken = names.Where(n => n.EnumerateRunes().All(r => JsonRules.Escape(r.Value) is null)).Select(n => n.EnumerateRunes().Select(r => r.Value).ToArray()).ToList();
        if (taken.Count > MaxNames) throw new GrammarException("", $"An object with more than {MaxNames} named properties cannot have others beside them. Set additionalProperties to false.");
        if (taken.Any(n => n.Length > MaxLength)) throw new GrammarException("", $"A property whose name has more than {MaxLength} characters cannot have others beside it. Set additionalProperties to false.");
        return rules.Add("other-name", $"\"\\\"\" {After(taken, 0)} \"\\\"\"");
    }

    /// <summary>What may follow letters that some of the names begin with.</summary>
    private string After(IReadOnlyList<int[]> names, int at)
    {
        var next = names.Where(n => n.Length > at).GroupBy(n => n[at]).OrderBy(g => g.Key).ToList();
        var options = new List<string>();
        if (!names.Any(n => n.Length == at)) options.Add("\"\"");
        options.AddRange(next.Select(g => $"{GrammarText.Class([(g.Key, g.Key)])} {After([.. g], at + 1)}"));
        var free = rules.Add("plain", "[^\"\\\\\\x00-\\x1F]");
        options.Add($"{GrammarText.Class([(0, 0x1F), ('"', '"'), ('\\', '\\'), .. next.Select(g => (g.Key, g.Key))], negated: true)} {free}*");
        return rules.Add("other", string.Join(" | ", options));
    }
}
