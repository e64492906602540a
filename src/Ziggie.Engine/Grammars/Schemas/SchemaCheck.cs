using System.Text.Json;
using Ziggie.Engine.Grammars.Numbers;

namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>Whether a value that a schema names (in <c>enum</c> or <c>const</c>) satisfies what else is said.</summary>
internal sealed class SchemaCheck(SchemaReader reader)
{
    private const int MaxDepth = 64;

    public bool Allows(IEnumerable<SchemaTerm> terms, JsonElement value, int depth = 0)
    {
        if (depth > MaxDepth) throw new GrammarException("", $"A value named in the schema is checked more than {MaxDepth} levels deep.");
        if (reader.Read(terms) is not { } all) return false;
        foreach (var choice in all.Choices)
        {
            var fitting = choice.Branches.Count(b => Allows([b], value, depth + 1));
            if (choice.Exclusive ? fitting != 1 : fitting == 0) return false;
        }
        var facts = new SchemaFacts(all.Plain);
        return (facts.Values is not { } values || values.Any(v => JsonElement.DeepEquals(v, value))) && Holds(facts, value, depth);
    }

    /// <summary>What is said besides the list of values.</summary>
    public bool Holds(SchemaFacts facts, JsonElement value, int depth = 0) => value.ValueKind switch
    {
        JsonValueKind.Null => facts.Kinds.HasFlag(Kinds.Null),
        JsonValueKind.True or JsonValueKind.False => facts.Kinds.HasFlag(Kinds.Boolean),
        JsonValueKind.Number => Number(facts, Exact.Read("", value)),
        JsonValueKind.String => facts.Kinds.HasFlag(Kinds.Text) && Text(facts, value.GetString()!),
        JsonValueKind.Array => facts.Kinds.HasFlag(Kinds.Array) && Array(ArrayShape.Of(facts), value, depth),
        _ => facts.Kinds.HasFlag(Kinds.Object) && Object(ObjectShape.Of(facts), value, depth),
    };

    private static bool Number(SchemaFacts facts, Exact value) =>
        facts.Kinds.HasFlag(value.Scale == 0 ? Kinds.Integer : Kinds.Fraction) && NumberRange.Of(facts).Holds(value);

    private static bool Text(SchemaFacts facts, string text) =>
        Lengths.OfText(facts).Hold(text.EnumerateRunes().Count())
        && facts.With("pattern").All(t => TextRules.Matches(t.Below("pattern"), TextRules.PatternOf(t), text));

    private bool Array(ArrayShape shape, JsonElement value, int depth)
    {
        if (!shape.Lengths.Hold(value.GetArrayLength())) return false;
        return value.EnumerateArray().Select((v, i) => (i < shape.Prefix.Count ? shape.Prefix[i] : shape.Rest) is { } schemas && Allows(schemas, v, depth + 1)).All(ok => ok);
    }

    private bool Object(ObjectShape shape, JsonElement value, int depth)
    {
        var members = value.EnumerateObject().ToList();
        if (members.Count < shape.Min || members.Count > shape.Max) return false;
        if (shape.Properties.Any(p => p.Required && !members.Any(m => m.Name == p.Name))) return false;
        return members.All(m => (shape.Properties.FirstOrDefault(p => p.Name == m.Name) is { } known ? known.Schemas : shape.Extra) is { } schemas && Allows(schemas, m.Value, depth + 1));
    }
}
