using System.Text.Json;

namespace Ziggie.Simulator.Schemas;

/// <summary>What kind of value a schema asks for.</summary>
internal static class SchemaTypes
{
    /// <summary>The type it names (of several the first that is not null), else the one its other words suggest.</summary>
    public static string Of(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out var type))
        {
            if (type.ValueKind == JsonValueKind.String) return type.GetString()!;
            if (type.ValueKind == JsonValueKind.Array)
                return type.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!).FirstOrDefault(t => t != "null") ?? "null";
        }
        if (Has(schema, "properties", "required", "additionalProperties")) return "object";
        if (Has(schema, "items", "prefixItems", "minItems")) return "array";
        return Has(schema, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf") ? "number" : "string";
    }

    /// <summary>How much filling it may take: what ends a recursion weighs least.</summary>
    public static int Weight(JsonElement schema) => schema.ValueKind != JsonValueKind.Object ? 1
        : Has(schema, "const", "enum") ? 0
        : Has(schema, "anyOf", "oneOf") ? 4
        : Of(schema) switch { "null" => 0, "object" => 3, "array" => 2, _ => 1 };

    public static double? Number(this JsonElement schema, string word) =>
        schema.TryGetProperty(word, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    public static string? Word(this JsonElement schema, string word) =>
        schema.TryGetProperty(word, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Has(JsonElement schema, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (schema.TryGetProperty(word, out _)) return true;
        return false;
    }
}
