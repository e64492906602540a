using System.Text.Json;

namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>Schemas that must all hold, with references followed and <c>allOf</c> taken apart.</summary>
/// <param name="Plain">Bare ones.</param>
/// <param name="Choices">Of each, one must hold.</param>
internal sealed record Conjunction(IReadOnlyList<SchemaTerm> Plain, IReadOnlyList<SchemaChoice> Choices)
{
    private const int MaxWays = 512;

    /// <summary>Every way to choose, each as schemas that must all hold.</summary>
    public IReadOnlyList<IReadOnlyList<SchemaTerm>> Ways()
    {
        List<IReadOnlyList<SchemaTerm>> ways = [Plain];
        foreach (var choice in Choices)
        {
            ways = [.. ways.SelectMany(w => choice.Branches.Select(b => (IReadOnlyList<SchemaTerm>)[.. w, b]))];
            if (ways.Count > MaxWays) throw new GrammarException(choice.Path, $"leads to more than {MaxWays} combinations of alternatives. Use fewer.");
        }
        return ways;
    }
}

/// <summary>An <c>anyOf</c> or <c>oneOf</c>.</summary>
internal sealed record SchemaChoice(string Path, IReadOnlyList<SchemaTerm> Branches, bool Exclusive);

/// <summary>Takes schemas apart.</summary>
internal sealed class SchemaReader(SchemaDocument document)
{
    /// <summary>What a grammar cannot express: to leave it out would let through what the schema forbids.</summary>
    private static readonly Dictionary<string, string> s_unsupported = new()
    {
        ["not"] = "name what is allowed instead",
        ["if"] = "use anyOf with the cases",
        ["contains"] = "use prefixItems or items",
        ["dependentRequired"] = "use anyOf with the cases",
        ["dependentSchemas"] = "use anyOf with the cases",
        ["dependencies"] = "use anyOf with the cases",
        ["$dynamicRef"] = "use $ref",
        ["$recursiveRef"] = "use $ref",
    };

    // What a schema can ask for grows faster than its text.
    private const int MaxReads = 200_000;
    private int _reads;

    /// <summary>Null where nothing can satisfy them.</summary>
    public Conjunction? Read(IEnumerable<SchemaTerm> terms)
    {
        if (++_reads > MaxReads) throw new GrammarException("", "The schema has too many combinations of alternatives. Use fewer anyOf and oneOf inside each other.");
        var plain = new List<SchemaTerm>();
        var choices = new List<SchemaChoice>();
        var seen = new HashSet<string>();
        foreach (var term in terms)
            if (!Take(term, plain, choices, seen, [])) return null;
        return new Conjunction(plain, choices);
    }

    private bool Take(SchemaTerm term, List<SchemaTerm> plain, List<SchemaChoice> choices, HashSet<string> seen, HashSet<string> within)
    {
        if (within.Contains(term.Path)) throw new GrammarException(term.Path, "refers to itself with nothing in between, so it says nothing.");
        if (!seen.Add(term.Key)) return true;
        switch (term.Schema.ValueKind)
        {
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.Object: break;
            default: throw new GrammarException(term.Path, "must be a schema: an object, true or false.");
        }
        if (term.Bare)
        {
            plain.Add(term);
            return true;
        }
        foreach (var (keyword, instead) in s_unsupported)
            if (term.Has(keyword)) throw new GrammarException(term.Below(keyword), $"cannot be kept by a grammar; {instead}.");
        within.Add(term.Path);
        if (term.Has("$ref") && !Take(document.Resolve(term), plain, choices, seen, within)) return false;
        if (term.Has("allOf"))
            foreach (var part in term.List("allOf"))
                if (!Take(part, plain, choices, seen, within)) return false;
        within.Remove(term.Path);
        foreach (var keyword in (string[])["anyOf", "oneOf"])
        {
            if (!term.Has(keyword)) continue;
            var branches = term.List(keyword);
            if (branches.Count == 0) throw new GrammarException(term.Below(keyword), "must have at least one schema.");
            choices.Add(new SchemaChoice(term.Below(keyword), branches, keyword == "oneOf"));
        }
        if (SchemaFacts.Says(term) && seen.Add((term with { Bare = true }).Key)) plain.Add(term with { Bare = true });
        return true;
    }
}
