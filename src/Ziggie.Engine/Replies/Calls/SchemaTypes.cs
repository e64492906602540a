using System.Text.Json;

namespace Ziggie.Engine.Replies.Calls;

/// <summary>What a tool's schema says of an argument.</summary>
internal static class SchemaTypes
{
    /// <summary>True: only text; false: anything but text; null: either, or not said.</summary>
    public static bool? IsText(JsonElement schema, string argument)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return null;
        return properties.TryGetProperty(argument, out var property) ? IsText(property) : null;
    }

    public static bool? IsText(JsonElement property)
    {
        if (property.ValueKind != JsonValueKind.Object) return null;
        if (property.TryGetProperty("type", out var type)) return IsTextType(type);
        if (property.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array) return All(values.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String));
        if (property.TryGetProperty("const", out var only)) return only.ValueKind == JsonValueKind.String;
        foreach (var name in new[] { "anyOf", "oneOf" })
        {
            if (property.TryGetProperty(name, out var choices) && choices.ValueKind == JsonValueKind.Array) return All(choices.EnumerateArray().Select(c => IsText(c)));
        }
        return null;
    }

    private static bool? IsTextType(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => type.ValueEquals("string"),
        JsonValueKind.Array => All(type.EnumerateArray().Select(t => t.ValueKind == JsonValueKind.String && t.ValueEquals("string"))),
        _ => null,
    };

    private static bool? All(IEnumerable<bool> answers) => All(answers.Select(a => (bool?)a));

    private static bool? All(IEnumerable<bool?> answers)
    {
        var all = answers.Distinct().ToList();
        return all is [var one] ? one : null;
    }
}
