using System.Text.Json;

namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>A property that a schema names.</summary>
/// <param name="Schemas">Must all hold for its value; null: it must not be there.</param>
internal sealed record ObjectProperty(string Name, bool Required, IReadOnlyList<SchemaTerm>? Schemas);

/// <summary>What a schema says of objects.</summary>
/// <param name="Extra">Must all hold for the value of any other property; null: there are none.</param>
/// <param name="Keys">Must all hold for the names of other properties.</param>
/// <param name="Max">Properties at most.</param>
internal sealed record ObjectShape(IReadOnlyList<ObjectProperty> Properties, IReadOnlyList<SchemaTerm>? Extra, IReadOnlyList<SchemaTerm> Keys, long Min, long? Max)
{
    public static ObjectShape Of(SchemaFacts facts)
    {
        var sources = facts.Terms.Select(t => new Source(t)).ToList();
        var required = facts.With("required").SelectMany(Required).Distinct().ToList();
        var names = sources.SelectMany(s => s.Properties.Keys).Concat(required).Distinct().ToList();
        var keys = facts.With("propertyNames").Select(t => t.At("propertyNames")).ToList();
        // Another than the named ones are allowed by the standard where nothing is said; but who names some means those.
        var closed = sources.Any(s => s.Closed) || (sources.Any(s => s.NamesSome) && !sources.Any(s => s.Opened));
        List<SchemaTerm> extra = [.. sources.SelectMany(s => s.Extra)];
        var patterns = sources.SelectMany(s => s.Patterns).ToList();
        if (patterns.Count > 0)
        {
            if (patterns.Count > 1 || sources.Any(s => s.Properties.Count > 0) || sources.Any(s => s.Opened) || keys.Count > 0)
                throw new GrammarException(patterns[0].Schema.Path, "can be kept where it is the only pattern, beside neither properties, propertyNames nor additionalProperties.");
            extra.Add(patterns[0].Schema);
            keys.Add(patterns[0].Key);
            closed = false;
        }
        return new ObjectShape(
            [.. names.Select(n => new ObjectProperty(n, required.Contains(n), SchemasOf(n, sources)))],
            closed ? null : extra,
            keys,
            facts.AtLeast("minProperties"),
            facts.AtMost("maxProperties"));
    }

    /// <summary>From each schema what it says of this name, else what it says of any it does not name.</summary>
    private static List<SchemaTerm>? SchemasOf(string name, List<Source> sources)
    {
        var schemas = new List<SchemaTerm>();
        foreach (var source in sources)
        {
            var matched = source.Patterns.Where(p => TextRules.Matches(p.Schema.Path, p.Pattern, name)).Select(p => p.Schema).ToList();
            schemas.AddRange(matched);
            if (source.Properties.TryGetValue(name, out var own)) schemas.Add(own);
            else if (matched.Count == 0 && source.Forbids) return null;
            else if (matched.Count == 0) schemas.AddRange(source.Extra);
        }
        return schemas;
    }

    private static IEnumerable<string> Required(SchemaTerm term)
    {
        var list = term.At("required");
        // Draft 3 and forms builders put a truth value here; it binds nothing.
        if (list.Schema.ValueKind is JsonValueKind.True or JsonValueKind.False) return [];
        if (list.Schema.ValueKind != JsonValueKind.Array || list.Schema.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.String)) throw new GrammarException(list.Path, "must be a list of names.");
        return list.Schema.EnumerateArray().Select(n => n.GetString()!);
    }

    /// <summary>What one schema says.</summary>
    private sealed class Source
    {
        public Source(SchemaTerm term)
        {
            if (term.Has("properties"))
            {
                NamesSome = true;
                foreach (var (name, schema) in term.Map("properties")) Properties[name] = schema;
            }
            if (term.Has("patternProperties"))
            {
                foreach (var (pattern, schema) in term.Map("patternProperties"))
                    Patterns.Add((pattern, schema, new SchemaTerm($"{schema.Path} (the name)", JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["pattern"] = pattern }, SchemaJson.Default.DictionaryStringString))));
            }
            if (term.Has("additionalProperties")) Take(term.At("additionalProperties"), closesHere: true);
            else if (term.Has("unevaluatedProperties")) Take(term.At("unevaluatedProperties"), closesHere: false);
        }

        public Dictionary<string, SchemaTerm> Properties { get; } = [];
        public List<(string Pattern, SchemaTerm Schema, SchemaTerm Key)> Patterns { get; } = [];
        public List<SchemaTerm> Extra { get; } = [];
        public bool NamesSome { get; }

        /// <summary>There are no properties but named ones.</summary>
        public bool Closed { get; private set; }

        /// <summary>Not even ones that another schema names.</summary>
        public bool Forbids { get; private set; }

        /// <summary>Says that others are allowed.</summary>
        public bool Opened { get; private set; }

        private void Take(SchemaTerm rest, bool closesHere)
        {
            Closed = rest.Schema.ValueKind == JsonValueKind.False;
            Forbids = Closed && closesHere;
            Opened = !Closed;
            if (rest.Schema.ValueKind == JsonValueKind.Object) Extra.Add(rest);
        }
    }
}
