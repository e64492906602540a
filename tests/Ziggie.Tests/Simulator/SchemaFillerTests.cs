using System.Text.Json;
using System.Text.RegularExpressions;
using Ziggie.Simulator.Replies;
using Ziggie.Simulator.Schemas;

namespace Ziggie.Tests.Simulator;

public sealed class SchemaFillerTests
{
    [Fact]
    public void What_it_makes_up_fits_the_schema_whatever_the_schema()
    {
        for (ulong seed = 0; seed < 20_000; seed++)
        {
            var schema = RandomSchemas.Make(new Rng(seed));
            var text = SchemaFiller.Fill(schema, new Rng(seed * 31));

            var problem = SchemaCheck.Problem(Json(text), schema, schema);

            Assert.True(problem is null, $"seed {seed}: {problem}\nschema {schema.GetRawText()}\nvalue {text}");
        }
    }

    [Fact]
    public void The_same_seed_makes_up_the_same()
    {
        var schema = RandomSchemas.Make(new Rng(5));

        Assert.Equal(SchemaFiller.Fill(schema, new Rng(1)), SchemaFiller.Fill(schema, new Rng(1)));
    }

    [Theory]
    [InlineData("""{"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","properties":{"value":{"type":"integer"},"left":{"$ref":"#/$defs/tree"}},"required":["value"]}}}""")]
    [InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"anyOf":[{"type":"object","properties":{"next":{"$ref":"#/$defs/n"}},"required":["next"]},{"type":"null"}]}}}""")]
    [InlineData("""{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/a"}}}""")]
    [InlineData("""{"type":"object","properties":{"me":{"$ref":"#"}},"required":["me"]}""")]
    public void Recursive_schemas_come_to_an_end(string schema)
    {
        for (ulong seed = 0; seed < 50; seed++) Json(SchemaFiller.Fill(Json(schema), new Rng(seed)));
    }

    [Theory]
    [InlineData("""{"allOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"properties":{"b":{"const":2}},"required":["b"]}]}""")]
    [InlineData("""{"type":["null","number"],"exclusiveMinimum":0,"maximum":0.001}""")]
    [InlineData("""{"type":"integer","exclusiveMinimum":3,"exclusiveMaximum":5}""")]
    [InlineData("""{"type":"integer","minimum":10,"multipleOf":7,"maximum":15}""")]
    [InlineData("""{"type":"number","minimum":0.05,"multipleOf":0.1,"maximum":0.35}""")]
    [InlineData("""{"type":"number","maximum":-5000}""")]
    [InlineData("""{"type":"string","minLength":40,"maxLength":41}""")]
    [InlineData("""{"type":"array","items":{"enum":[1,2,3]},"minItems":3,"uniqueItems":true}""")]
    [InlineData("""{"type":"array","prefixItems":[{"const":"x"},{"type":"boolean"}],"items":false,"minItems":2}""")]
    [InlineData("""{"properties":{"a":{"oneOf":[{"type":"string"},{"type":"integer"}]}},"required":["a","unlisted"]}""")]
    public void Single_words_of_schemas_hold(string schema)
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var text = SchemaFiller.Fill(Json(schema), new Rng(seed));
            Assert.True(SchemaCheck.Problem(Json(text), Json(schema), Json(schema)) is not { } problem, $"{text}: {SchemaCheck.Problem(Json(text), Json(schema), Json(schema))}");
        }
    }

    [Theory]
    [InlineData("^\\d{5}(-\\d{4})?$")]
    [InlineData("^[A-Z]{2,3}_[a-z0-9]+$")]
    [InlineData("^(?:red|green|dark blue)$")]
    [InlineData("^#[0-9a-fA-F]{6}$")]
    [InlineData("^\\w+@\\w+\\.com$")]
    [InlineData("a|b+c*")]
    public void Strings_match_their_pattern(string pattern)
    {
        var schema = Json($$"""{"type":"string","pattern":{{JsonSerializer.Serialize(pattern)}}}""");
        for (ulong seed = 0; seed < 50; seed++)
            Assert.Matches(new Regex(pattern, RegexOptions.ECMAScript), Json(SchemaFiller.Fill(schema, new Rng(seed))).GetString());
    }

    [Theory]
    [InlineData("^(?!no).*$")]
    [InlineData("[^a]")]
    [InlineData("(((")]
    [InlineData("\\p{L}{99999999}")]
    public void A_pattern_beyond_it_still_gives_a_string(string pattern) =>
        Assert.Equal(JsonValueKind.String, Json(SchemaFiller.Fill(Json($$"""{"type":"string","pattern":{{JsonSerializer.Serialize(pattern)}}}"""), new Rng(1))).ValueKind);

    [Theory]
    [InlineData("date-time")]
    [InlineData("date")]
    [InlineData("email")]
    [InlineData("uuid")]
    [InlineData("uri")]
    [InlineData("ipv4")]
    public void Strings_have_their_format(string format)
    {
        var value = Json(SchemaFiller.Fill(Json($$"""{"type":"string","format":"{{format}}"}"""), new Rng(3))).GetString()!;

        Assert.True(format switch
        {
            "date-time" => DateTimeOffset.TryParse(value, out _),
            "date" => DateOnly.TryParse(value, out _),
            "email" => value.Contains('@', StringComparison.Ordinal),
            "uuid" => Guid.TryParse(value, out _),
            "uri" => Uri.TryCreate(value, UriKind.Absolute, out _),
            _ => System.Net.IPAddress.TryParse(value, out _),
        }, value);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
