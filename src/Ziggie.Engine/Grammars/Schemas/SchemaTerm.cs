using System.Text.Json;

namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>A schema and its place.</summary>
/// <param name="Bare">Its own keywords only; what it refers to and combines was taken out.</param>
internal readonly record struct SchemaTerm(string Path, JsonElement Schema, bool Bare = false)
{
    /// <summary>Any string.</summary>
    public static SchemaTerm Text { get; } = new("a name", JsonDocument.Parse("{\"type\":\"string\"}").RootElement);

    public string Key => Bare ? $"{Path}!" : Path;

    public SchemaTerm At(string keyword) => new(Below(keyword), Schema.GetProperty(keyword));

    public string Below(string segment) => $"{Path}/{segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public bool Has(string keyword) => Schema.ValueKind == JsonValueKind.Object && Schema.TryGetProperty(keyword, out _);

    /// <summary>The schemas of a list, such as that of <c>anyOf</c>.</summary>
    public IReadOnlyList<SchemaTerm> List(string keyword)
    {
        var list = At(keyword);
        if (list.Schema.ValueKind != JsonValueKind.Array) throw new GrammarException(list.Path, "must be a list of schemas.");
        return [.. list.Schema.EnumerateArray().Select((s, i) => new SchemaTerm($"{list.Path}/{i}", s))];
    }

    /// <summary>Name to schema, such as those of <c>properties</c>.</summary>
    public IReadOnlyList<(string Name, SchemaTerm Schema)> Map(string keyword)
    {
        var map = At(keyword);
        if (map.Schema.ValueKind != JsonValueKind.Object) throw new GrammarException(map.Path, "must be an object of schemas by name.");
        return [.. map.Schema.EnumerateObject().Select(p => (p.Name, new SchemaTerm(map.Below(p.Name), p.Value)))];
    }

    /// <summary>A length or count.</summary>
    public long Count(string keyword) =>
        At(keyword) is { Schema.ValueKind: JsonValueKind.Number } value && value.Schema.TryGetDouble(out var count) && count >= 0 && count <= long.MaxValue / 4 && Math.Floor(count) == count
            ? (long)count
            : throw new GrammarException(Below(keyword), "must be a whole number from 0.");
}
