using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ziggie.Engine.Grammars;
using Ziggie.Engine.Grammars.Schemas;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Engine.Grammars;

/// <summary>Random schemas, each made around a value that satisfies it.</summary>
public sealed class JsonSchemaGrammarPropertyTests
{
    [Fact]
    public void A_value_that_satisfies_is_let_through() => Prop.ForAll(Wrapped.ToArbitrary(), made =>
    {
        var matcher = new GbnfMatcher(JsonSchemaGrammar.Convert(Element(made.Schema)));
        foreach (var line in (string[])["", "\n  "])
            Assert.True(matcher.Matches(Text(made.Value, line)), $"{Text(made.Value, line)} of {made.Schema.ToJsonString()}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void What_is_written_by_chance_satisfies() => Prop.ForAll(Wrapped.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (made, seed) =>
    {
        var schema = Element(made.Schema);
        var document = new SchemaDocument(schema);
        var matcher = new GbnfMatcher(JsonSchemaGrammar.Convert(schema));
        var random = new Random(seed);
        for (var i = 0; i < 3; i++)
        {
            var text = matcher.Sample(random);
            Assert.True(matcher.Matches(text), text);
            using var value = JsonDocument.Parse(text);
            Assert.True(new SchemaCheck(new SchemaReader(document)).Allows([document.Root], value.RootElement), $"{text} of {made.Schema.ToJsonString()}");
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Some behind a reference.</summary>
    private static Gen<Made> Wrapped => Any(3).SelectMany(made => Gen.Elements(false, true).Select(wrap => wrap
        ? new Made(new JsonObject { ["$ref"] = "#/$defs/it", ["$defs"] = new JsonObject { ["it"] = made.Schema.DeepClone() } }, made.Value)
        : made));

    private static Gen<Made> Any(int depth) => depth == 0 ? Scalar : Gen.Frequency((3, Scalar), (3, Object(depth)), (2, Array(depth)), (1, AnyOf(depth)), (1, AllOf(depth)));

    private static Gen<Made> Scalar => Gen.OneOf(
        Gen.Constant(new Made(Typed("null"), null)),
        Gen.Elements(true, false).Select(b => new Made(Typed("boolean"), JsonValue.Create(b))),
        Gen.Elements(true, false).Select(b => new Made(new JsonObject(), JsonValue.Create(b))),
        Words.Select(w => new Made(Typed("string"), JsonValue.Create(w))),
        from word in Words from below in Gen.Choose(0, 5) from above in Gen.Choose(0, 5) select Bounded(word, below, above),
        from value in Gen.Choose(-2000, 2000) from below in Gen.Choose(0, 3000) from above in Gen.Choose(0, 3000) select Ranged(value, below, above),
        from value in Gen.Choose(-200_000, 200_000) from below in Gen.Choose(0, 90_000) from above in Gen.Choose(0, 90_000) select Fraction(value, below, above),
        Words.NonEmptyListOf().Select(w => new Made(new JsonObject { ["enum"] = new JsonArray([.. w.Select(i => JsonValue.Create(i))]) }, JsonValue.Create(w[0]))),
        Gen.Elements(
            ("^[a-z]{2,5}$", "abc"), ("^(\\d+|x*)-?$", "12-"), ("b.d", "a bad b"), ("^\\w+@\\w+\\.(de|org)$", "me@example.org"), ("^[^\"a-y]*$", "zZ\\"), ("^\\s?\\S$", " x"))
            .Select(p => new Made(new JsonObject { ["type"] = "string", ["pattern"] = p.Item1 }, JsonValue.Create(p.Item2))),
        Gen.Elements(("date", "2024-02-28"), ("date-time", "2024-02-28T00:00:00.5-01:30"), ("uuid", "00000000-0000-0000-0000-00000000000A"), ("email", "x.y@example.com"), ("ipv4", "10.0.0.1"), ("hostname", "a-b.example"), ("uri", "https://example.org/a?b=c"))
            .Select(f => new Made(new JsonObject { ["type"] = "string", ["format"] = f.Item1 }, JsonValue.Create(f.Item2))));

    private static Gen<string> Words => Gen.Frequency((5, Gen.Choose('a', 'z')), (1, Gen.Choose(0, 0x1F)), (1, Gen.Elements<int>('"', '\\', 0x7F, '/')), (1, Gen.Choose(0xA0, 0xD7FF)), (1, Gen.Choose(0x10000, 0x10FFFF)))
        .ListOf().Select(points => string.Concat(points.Take(8).Select(char.ConvertFromUtf32)));

    private static Gen<Made> Object(int depth) =>
        from members in Member(depth).ListOf()
        from extra in Any(depth - 1)
        from more in Gen.Choose(0, 3)
        select Object([.. members.Take(5).Select((m, i) => m with { Name = $"{"abc"[i % 3]}{new string('x', i)}{(i == 3 ? "\"" : "")}" })], extra, more);

    private static Made Object(IReadOnlyList<Property> members, Made extra, int more)
    {
        var schema = Typed("object");
        var value = new JsonObject();
        schema["properties"] = new JsonObject([.. members.Select(m => KeyValuePair.Create(m.Name, (JsonNode?)m.Made.Schema.DeepClone()))]);
        schema["required"] = new JsonArray([.. members.Where(m => m is { There: true, Required: true }).Select(m => JsonValue.Create(m.Name))]);
        foreach (var member in members.Where(m => m.There)) value[member.Name] = member.Made.Value?.DeepClone();
        if (more == 1) schema["additionalProperties"] = false;
        if (more != 2) return new Made(schema, value);
        schema["additionalProperties"] = extra.Schema.DeepClone();
        value["ax2"] = extra.Value?.DeepClone();
        return new Made(schema, value);
    }

    private static Gen<Property> Member(int depth) =>
        from made in Any(depth - 1) from there in Gen.Elements(true, true, false) from required in Gen.Elements(true, false) select new Property("", made, there, required);

    private static Gen<Made> Array(int depth) =>
        from elements in Any(depth - 1).ListOf() from listed in Gen.Elements(true, false) from below in Gen.Choose(0, 2) from above in Gen.Choose(0, 2) select Array([.. elements.Take(4)], listed, below, above);

    private static Made Array(IReadOnlyList<Made> elements, bool listed, int below, int above)
    {
        var schema = Typed("array");
        schema["minItems"] = Math.Max(0, elements.Count - below);
        if (!listed) schema["maxItems"] = elements.Count + above;
        var schemas = new JsonArray([.. elements.Select(e => e.Schema.DeepClone())]);
        if (elements.Count > 0 && listed) schema["prefixItems"] = schemas;
        else if (elements.Count > 0) schema["items"] = new JsonObject { ["anyOf"] = schemas };
        return new Made(schema, new JsonArray([.. elements.Select(e => e.Value?.DeepClone())]));
    }

    private static Gen<Made> AnyOf(int depth) =>
        from one in Any(depth - 1) from other in Any(depth - 1) select new Made(new JsonObject { ["anyOf"] = new JsonArray(one.Schema.DeepClone(), other.Schema.DeepClone()) }, other.Value);

    private static Gen<Made> AllOf(int depth) =>
        Any(depth - 1).Select(made => new Made(new JsonObject { ["allOf"] = new JsonArray(made.Schema.DeepClone(), new JsonObject(), true) }, made.Value));

    private static Made Bounded(string word, int below, int above)
    {
        var length = word.EnumerateRunes().Count();
        return new Made(new JsonObject { ["type"] = "string", ["minLength"] = Math.Max(0, length - below), ["maxLength"] = length + above }, JsonValue.Create(word));
    }

    private static Made Ranged(int value, int below, int above)
    {
        var schema = Typed("integer");
        if (below % 3 > 0) schema[below == 0 ? "minimum" : "exclusiveMinimum"] = value - below;
        if (above % 3 > 0) schema["maximum"] = value + above;
        return new Made(schema, JsonValue.Create(value));
    }

    private static Made Fraction(int value, int below, int above)
    {
        var schema = Typed("number");
        if (below % 3 > 0) schema[below % 2 == 0 ? "minimum" : "exclusiveMinimum"] = (value - below) / 1000m;
        if (above % 3 > 0) schema[above % 2 == 0 ? "maximum" : "exclusiveMaximum"] = (value + above) / 1000m;
        return new Made(schema, JsonValue.Create(value / 1000m));
    }

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonElement Element(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }

    /// <summary>With no more escapes than there must be, as models write.</summary>
    private static string Text(JsonNode? value, string line) => value switch
    {
        JsonObject { Count: > 0 } o => $"{{{line}{string.Join($",{line}", o.Select(p => $"{JsonRules.Quote(p.Key)}:{(line.Length > 0 ? " " : "")}{Text(p.Value, line)}"))}{line}}}",
        JsonArray { Count: > 0 } a => $"[{line}{string.Join($",{line}", a.Select(v => Text(v, line)))}{line}]",
        JsonValue v when v.GetValueKind() == JsonValueKind.String => JsonRules.Quote(v.GetValue<string>()),
        _ => value?.ToJsonString() ?? "null",
    };

    /// <summary>A schema and a value of it.</summary>
    private sealed record Made(JsonObject Schema, JsonNode? Value);

    private sealed record Property(string Name, Made Made, bool There, bool Required);
}
