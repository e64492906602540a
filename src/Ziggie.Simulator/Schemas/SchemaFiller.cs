using System.Text.Encodings.Web;
using System.Text.Json;
using Ziggie.Simulator.Replies;

namespace Ziggie.Simulator.Schemas;

/// <summary>
/// Makes up JSON that fits a JSON Schema: types, enum, const, properties, items, bounds, formats, patterns, references, anyOf, oneOf and
/// allOf. What it does not know (if, not, contains, …) it passes over.
/// </summary>
internal sealed class SchemaFiller
{
    /// <summary>From here on, recursive schemas are filled with as little as they allow.</summary>
    private const int Deep = 6;

    /// <summary>A schema that demands more than this of itself has no finite value.</summary>
    private const int Bottom = 24;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    private readonly SchemaReferences _references;
    private readonly Rng _random;

    private SchemaFiller(JsonElement root, Rng random)
    {
        _references = new SchemaReferences(root);
        _random = random;
    }

    public static string Fill(JsonElement schema, Rng random) => Text(json => new SchemaFiller(schema, random).Write(json, schema, 0));

    private void Write(Utf8JsonWriter json, JsonElement schema, int depth)
    {
        schema = _references.Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object || depth > Bottom)
        {
            if (depth > Bottom) json.WriteNullValue();
            else json.WriteStringValue("simulated");
            return;
        }
        if (schema.TryGetProperty("const", out var only)) only.WriteTo(json);
        else if (schema.TryGetProperty("enum", out var choices) && choices.GetArrayLength() > 0) choices[_random.Below(choices.GetArrayLength())].WriteTo(json);
        else if (Branches(schema) is { } branches) Write(json, _references.Merge(schema, Choose(branches, depth)), depth + 1);
        else WriteType(json, schema, SchemaTypes.Of(schema), depth);
    }

    private static JsonElement? Branches(JsonElement schema)
    {
        foreach (var word in (ReadOnlySpan<string>)["anyOf", "oneOf"])
            if (schema.TryGetProperty(word, out var branches) && branches.ValueKind == JsonValueKind.Array && branches.GetArrayLength() > 0) return branches;
        return null;
    }

    private JsonElement Choose(JsonElement branches, int depth)
    {
        if (depth < Deep) return branches[_random.Below(branches.GetArrayLength())];
        return branches.EnumerateArray().MinBy(branch => SchemaTypes.Weight(_references.Resolve(branch)));
    }

    private void WriteType(Utf8JsonWriter json, JsonElement schema, string type, int depth)
    {
        switch (type)
        {
            case "object": WriteObject(json, schema, depth); break;
            case "array": WriteArray(json, schema, depth); break;
            case "integer": SchemaNumbers.WriteInteger(json, schema, _random); break;
            case "number": SchemaNumbers.WriteNumber(json, schema, _random); break;
            case "boolean": json.WriteBooleanValue(_random.Below(2) == 0); break;
            case "null": json.WriteNullValue(); break;
            default: json.WriteStringValue(SchemaStrings.Make(schema, _random)); break;
        }
    }

    private void WriteObject(Utf8JsonWriter json, JsonElement schema, int depth)
    {
        json.WriteStartObject();
        var required = schema.TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
        var wanted = (schema.Number("minProperties") ?? 0) is var least && least > required.Count ? int.MaxValue : 0;
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (!required.Remove(property.Name) && wanted == 0 && (depth >= Deep || _random.Below(2) == 0)) continue;
                json.WritePropertyName(property.Name);
                Write(json, property.Value, depth + 1);
            }
        }
        foreach (var name in required)
        {
            json.WritePropertyName(name);
            Write(json, schema.TryGetProperty("additionalProperties", out var other) ? other : default, depth + 1);
        }
        json.WriteEndObject();
    }

    private void WriteArray(Utf8JsonWriter json, JsonElement schema, int depth)
    {
        var least = (int)Math.Clamp(schema.Number("minItems") ?? 0, 0, 10_000);
        var most = (int)Math.Clamp(schema.Number("maxItems") ?? int.MaxValue, least, int.MaxValue);
        var count = depth >= Deep ? least : Math.Min(most, Math.Max(least, 1 + _random.Below(2)));
        var first = schema.TryGetProperty("prefixItems", out var prefix) && prefix.ValueKind == JsonValueKind.Array ? prefix.GetArrayLength() : 0;
        schema.TryGetProperty("items", out var items);
        if (items.ValueKind == JsonValueKind.False) count = Math.Min(count, first);
        var unique = schema.TryGetProperty("uniqueItems", out var flag) && flag.ValueKind == JsonValueKind.True;

        var seen = new HashSet<string>(StringComparer.Ordinal);
        json.WriteStartArray();
        for (var i = 0; i < count; i++)
        {
            var item = i < first ? prefix[i] : items;
            var text = Text(inner => Write(inner, item, depth + 1));
            for (var again = 0; unique && !seen.Add(text) && again < 50; again++) text = Text(inner => Write(inner, item, depth + 1));
            json.WriteRawValue(text);
        }
        json.WriteEndArray();
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Relaxed)) write(json);
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
