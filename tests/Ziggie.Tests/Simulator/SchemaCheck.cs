using System.Text.Json;

namespace Ziggie.Tests.Simulator;

/// <summary>A plain reading of JSON Schema, so that the generator is not its own judge.</summary>
internal static class SchemaCheck
{
    public static string? Problem(JsonElement value, JsonElement schema, JsonElement root)
    {
        if (schema.ValueKind == JsonValueKind.False) return "nothing is allowed here";
        if (schema.ValueKind != JsonValueKind.Object) return null;
        foreach (var word in schema.EnumerateObject())
            if (Problem(value, word.Name, word.Value, schema, root) is { } problem) return $"{word.Name}: {problem}";
        return null;
    }

    private static string? Problem(JsonElement value, string word, JsonElement rule, JsonElement schema, JsonElement root)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        decimal? number = value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
        var list = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : null;
        var isObject = value.ValueKind == JsonValueKind.Object;
        return word switch
        {
            "type" => rule.ValueKind == JsonValueKind.Array
                ? Need(rule.EnumerateArray().Any(t => Is(value, t.GetString()!)))
                : Need(Is(value, rule.GetString()!)),
            "const" => Need(JsonElement.DeepEquals(value, rule)),
            "enum" => Need(rule.EnumerateArray().Any(e => JsonElement.DeepEquals(value, e))),
            "minLength" => Need(text is null || text.Length >= rule.GetInt32()),
            "maxLength" => Need(text is null || text.Length <= rule.GetInt32()),
            "minimum" => Need(number is null || number >= rule.GetDecimal()),
            "maximum" => Need(number is null || number <= rule.GetDecimal()),
            "exclusiveMinimum" => Need(number is null || number > rule.GetDecimal()),
            "exclusiveMaximum" => Need(number is null || number < rule.GetDecimal()),
            "multipleOf" => Need(number is null || number % rule.GetDecimal() == 0),
            "minItems" => Need(list is null || list.Count >= rule.GetInt32()),
            "maxItems" => Need(list is null || list.Count <= rule.GetInt32()),
            "uniqueItems" => Need(list is null || list.DistinctBy(i => i.GetRawText()).Count() == list.Count),
            "prefixItems" => list is null ? null : list.Zip(rule.EnumerateArray()).Select(p => Problem(p.First, p.Second, root)).FirstOrDefault(p => p is not null),
            "items" => list?.Skip(schema.TryGetProperty("prefixItems", out var first) ? first.GetArrayLength() : 0)
                .Select(i => Problem(i, rule, root)).FirstOrDefault(p => p is not null),
            "required" => isObject ? Need(rule.EnumerateArray().All(n => value.TryGetProperty(n.GetString()!, out _))) : null,
            "properties" => !isObject ? null : rule.EnumerateObject()
                .Select(p => value.TryGetProperty(p.Name, out var member) && Problem(member, p.Value, root) is { } inner ? $"{p.Name}: {inner}" : null).FirstOrDefault(p => p is not null),
            "additionalProperties" => !isObject || rule.ValueKind != JsonValueKind.False ? null
                : Need(value.EnumerateObject().All(m => schema.GetProperty("properties").TryGetProperty(m.Name, out _))),
            "allOf" => rule.EnumerateArray().Select(s => Problem(value, s, root)).FirstOrDefault(p => p is not null),
            "anyOf" => Need(rule.EnumerateArray().Any(s => Problem(value, s, root) is null)),
            "oneOf" => Need(rule.EnumerateArray().Count(s => Problem(value, s, root) is null) == 1),
            _ => null,
        };

        string? Need(bool holds) => holds ? null : $"{value.GetRawText()} breaks {rule.GetRawText()}";
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDecimal() % 1 == 0,
        _ => value.ValueKind == JsonValueKind.Number,
    };
}
