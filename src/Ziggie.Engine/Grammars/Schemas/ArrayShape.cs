using System.Text.Json;

namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>What a schema says of arrays.</summary>
/// <param name="Prefix">For each of the first elements, what must all hold.</param>
/// <param name="Rest">Must all hold for any further one; null: there are none.</param>
internal sealed record ArrayShape(IReadOnlyList<IReadOnlyList<SchemaTerm>> Prefix, IReadOnlyList<SchemaTerm>? Rest, Lengths Lengths)
{
    private const int MaxPrefix = 1000;

    public static ArrayShape Of(SchemaFacts facts)
    {
        var sources = facts.Terms.Select(Source.Of).Where(s => s is not null).Select(s => s!).ToList();
        var count = sources.Select(s => s.Prefix.Count).DefaultIfEmpty(0).Max();
        if (count > MaxPrefix) throw new GrammarException(facts.Path, $"lists more than {MaxPrefix} elements one by one.");
        var lengths = new Lengths(facts.AtLeast("minItems"), facts.AtMost("maxItems"));
        var unique = facts.With("uniqueItems").FirstOrDefault(t => t.At("uniqueItems").Schema.ValueKind == JsonValueKind.True);
        if (unique.Path is not null && !(lengths.Max <= 1)) throw new GrammarException(unique.Below("uniqueItems"), "cannot be kept by a grammar: it does not know what was written before. Leave it out, and drop doubles afterwards.");
        var prefix = new List<IReadOnlyList<SchemaTerm>>();
        for (var i = 0; i < count; i++)
        {
            if (sources.Any(s => s.Prefix.Count <= i && s.Closed)) return new ArrayShape(prefix, null, lengths);
            prefix.Add([.. sources.SelectMany(s => i < s.Prefix.Count ? [s.Prefix[i]] : s.Rest)]);
        }
        // Further ones are allowed by the standard where nothing is said; but who lists some means those, unless more are asked for.
        var closed = sources.Any(s => s.Closed) || (count > 0 && lengths.Min <= count && !sources.Any(s => s.Opened));
        return new ArrayShape(prefix, closed ? null : [.. sources.SelectMany(s => s.Rest)], lengths);
    }

    /// <summary>What one schema says.</summary>
    private sealed record Source(IReadOnlyList<SchemaTerm> Prefix, IReadOnlyList<SchemaTerm> Rest, bool Closed, bool Opened)
    {
        public static Source? Of(SchemaTerm term)
        {
            // Before 2020 a list in items was what is prefixItems now.
            var old = term.Has("items") && term.At("items").Schema.ValueKind == JsonValueKind.Array;
            var prefix = term.Has("prefixItems") ? term.List("prefixItems") : old ? term.List("items") : [];
            var word = old ? "additionalItems" : term.Has("items") ? "items" : "unevaluatedItems";
            if (!term.Has(word)) return prefix.Count == 0 ? null : new Source(prefix, [], Closed: false, Opened: false);
            var rest = term.At(word);
            var closed = rest.Schema.ValueKind == JsonValueKind.False;
            return new Source(prefix, rest.Schema.ValueKind == JsonValueKind.Object ? [rest] : [], closed, !closed);
        }
    }
}
