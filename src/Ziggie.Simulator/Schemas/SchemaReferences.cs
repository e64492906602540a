using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ziggie.Simulator.Schemas;

/// <summary>Follows <c>$ref</c> within a schema and joins what <c>allOf</c> and <c>anyOf</c> keep apart.</summary>
internal sealed class SchemaReferences(JsonElement root)
{
    private const int LongestChain = 32;

    public JsonElement Resolve(JsonElement schema)
    {
        for (var step = 0; step < LongestChain; step++)
        {
            if (schema.ValueKind != JsonValueKind.Object) return schema;
            if (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String)
            {
                if (Find(reference.GetString()!) is not { } found) return default;
                schema = found;
            }
            else if (schema.TryGetProperty("allOf", out var all) && all.ValueKind == JsonValueKind.Array)
            {
                schema = all.EnumerateArray().Aggregate(Without(schema, "allOf"), Merge);
            }
            else
            {
                return schema;
            }
        }
        return default;
    }

    /// <summary>A schema that asks for what both ask for.</summary>
    public JsonElement Merge(JsonElement schema, JsonElement more)
    {
        more = Resolve(more);
        if (more.ValueKind != JsonValueKind.Object) return Without(schema, "anyOf", "oneOf");
        var merged = JsonObject.Create(Without(schema, "anyOf", "oneOf"))!;
        foreach (var (name, value) in JsonObject.Create(more)!)
        {
            if (name == "properties" && merged[name] is JsonObject properties && value is JsonObject others)
                foreach (var (key, property) in others) properties[key] = property?.DeepClone();
            else if (name == "required" && merged[name] is JsonArray required && value is JsonArray names)
                foreach (var item in names) required.Add(item?.DeepClone());
            else
                merged[name] = value?.DeepClone();
        }
        return Element(merged);
    }

    private static JsonElement Without(JsonElement schema, params ReadOnlySpan<string> words)
    {
        var copy = JsonObject.Create(schema)!.DeepClone().AsObject();
        foreach (var word in words) copy.Remove(word);
        return Element(copy);
    }

    private static JsonElement Element(JsonObject node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString(), new JsonDocumentOptions { MaxDepth = 256 });
        return document.RootElement.Clone();
    }

    private JsonElement? Find(string reference)
    {
        if (!reference.StartsWith('#')) return null;
        var found = root;
        foreach (var step in reference.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty(name, out var member)) found = member;
            else if (found.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index >= 0 && index < found.GetArrayLength()) found = found[index];
            else return null;
        }
        return found;
    }
}
