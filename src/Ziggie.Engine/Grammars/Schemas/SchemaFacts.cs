using System.Text.Json;

namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>Kinds of JSON values; a schema's <c>number</c> is both whole numbers and others.</summary>
[Flags]
internal enum Kinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Fraction = 8,
    Number = Integer | Fraction,
    Text = 16,
    Array = 32,
    Object = 64,
    All = 127,
}

/// <summary>What bare schemas say together.</summary>
internal sealed class SchemaFacts
{
    private static readonly Dictionary<string, Kinds> s_types = new()
    {
        ["null"] = Kinds.Null,
        ["boolean"] = Kinds.Boolean,
        ["integer"] = Kinds.Integer,
        ["number"] = Kinds.Number,
        ["string"] = Kinds.Text,
        ["array"] = Kinds.Array,
        ["object"] = Kinds.Object,
    };

    /// <summary>Keywords that bind one kind of value; a schema with one and without <c>type</c> means that kind.</summary>
    private static readonly Dictionary<string, Kinds> s_about = new()
    {
        ["properties"] = Kinds.Object,
        ["required"] = Kinds.Object,
        ["additionalProperties"] = Kinds.Object,
        ["unevaluatedProperties"] = Kinds.Object,
        ["patternProperties"] = Kinds.Object,
        ["propertyNames"] = Kinds.Object,
        ["minProperties"] = Kinds.Object,
        ["maxProperties"] = Kinds.Object,
        ["items"] = Kinds.Array,
        ["prefixItems"] = Kinds.Array,
        ["additionalItems"] = Kinds.Array,
        ["unevaluatedItems"] = Kinds.Array,
        ["minItems"] = Kinds.Array,
        ["maxItems"] = Kinds.Array,
        ["uniqueItems"] = Kinds.Array,
        ["minLength"] = Kinds.Text,
        ["maxLength"] = Kinds.Text,
        ["pattern"] = Kinds.Text,
        ["format"] = Kinds.Text,
        ["minimum"] = Kinds.Number,
        ["maximum"] = Kinds.Number,
        ["exclusiveMinimum"] = Kinds.Number,
        ["exclusiveMaximum"] = Kinds.Number,
        ["multipleOf"] = Kinds.Number,
    };

    private const int MaxValues = 5000;

    private readonly IReadOnlyList<SchemaTerm> _terms;

    public SchemaFacts(IReadOnlyList<SchemaTerm> terms)
    {
        _terms = terms;
        Kinds = KindsOf();
        Values = ValuesOf();
    }

    public IReadOnlyList<SchemaTerm> Terms => _terms;

    public Kinds Kinds { get; }

    /// <summary>The only values allowed, as far as <c>enum</c> and <c>const</c> say; null where they say nothing.</summary>
    public IReadOnlyList<JsonElement>? Values { get; }

    public string Path => _terms.Count == 0 ? "#" : _terms[0].Path;

    /// <summary>Whether a schema says anything of its own that binds.</summary>
    public static bool Says(SchemaTerm term) => term.Schema.EnumerateObject().Any(p => p.Name is "type" or "enum" or "const" or "nullable" || s_about.ContainsKey(p.Name));

    public IEnumerable<SchemaTerm> With(string keyword) => _terms.Where(t => t.Has(keyword));

    /// <summary>The largest of a lower bound.</summary>
    public long AtLeast(string keyword) => With(keyword).Select(t => t.Count(keyword)).DefaultIfEmpty(0).Max();

    /// <summary>The smallest of an upper bound.</summary>
    public long? AtMost(string keyword) => With(keyword).Select(t => (long?)t.Count(keyword)).Min();

    private Kinds KindsOf()
    {
        var typed = _terms.Where(t => t.Has("type")).ToList();
        if (typed.Count > 0) return typed.Aggregate(Kinds.All, (kinds, term) => kinds & TypesOf(term));
        if (_terms.Any(t => t.Has("enum") || t.Has("const"))) return Kinds.All;
        var about = _terms.SelectMany(t => t.Schema.EnumerateObject()).Aggregate(Kinds.None, (kinds, p) => kinds | s_about.GetValueOrDefault(p.Name));
        return about == Kinds.None ? Kinds.All : _terms.Any(t => Nullable(t)) ? about | Kinds.Null : about;
    }

    private static Kinds TypesOf(SchemaTerm term)
    {
        var type = term.At("type");
        var kinds = type.Schema.ValueKind == JsonValueKind.Array
            ? type.Schema.EnumerateArray().Aggregate(Kinds.None, (all, t) => all | TypeOf(type.Path, t))
            : TypeOf(type.Path, type.Schema);
        return Nullable(term) ? kinds | Kinds.Null : kinds;
    }

    private static Kinds TypeOf(string path, JsonElement word) =>
        word.ValueKind == JsonValueKind.String && s_types.TryGetValue(word.GetString()!, out var kind)
            ? kind
            : throw new GrammarException(path, $"{word.GetRawText()} is no type; there are {string.Join(", ", s_types.Keys)}.");

    /// <summary>As OpenAPI 3.0 writes it.</summary>
    private static bool Nullable(SchemaTerm term) => term.Has("nullable") && term.Schema.GetProperty("nullable").ValueKind == JsonValueKind.True;

    private IReadOnlyList<JsonElement>? ValuesOf()
    {
        IReadOnlyList<JsonElement>? values = null;
        foreach (var term in _terms)
        {
            if (term.Has("const")) Keep([term.Schema.GetProperty("const")]);
            if (!term.Has("enum")) continue;
            var list = term.At("enum");
            if (list.Schema.ValueKind != JsonValueKind.Array || list.Schema.GetArrayLength() == 0) throw new GrammarException(list.Path, "must be a list of at least one value.");
            if (list.Schema.GetArrayLength() > MaxValues) throw new GrammarException(list.Path, $"lists more than {MaxValues} values.");
            Keep([.. list.Schema.EnumerateArray()]);
        }
        return values;

        void Keep(IReadOnlyList<JsonElement> more) => values = values is null ? more : [.. values.Where(v => more.Any(m => JsonElement.DeepEquals(v, m)))];
    }
}
