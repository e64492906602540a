using System.Text.Json;

namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>The whole schema, in which references are looked up.</summary>
internal sealed class SchemaDocument(JsonElement root)
{
    public SchemaTerm Root { get; } = new("#", root);

    public SchemaTerm Resolve(SchemaTerm from)
    {
        var place = from.Below("$ref");
        var given = from.Schema.GetProperty("$ref");
        if (given.ValueKind != JsonValueKind.String) throw new GrammarException(place, "must be a text such as \"#/$defs/name\".");
        var reference = given.GetString()!;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } own && reference.StartsWith(own, StringComparison.Ordinal))
            reference = reference[own.Length..] is { Length: > 0 } rest ? rest : "#";
        if (reference == "#") return Root;
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            throw new GrammarException(place, $"\"{reference}\" is not followed: only places in this schema are, written as \"#/$defs/name\".");
        var term = Root;
        foreach (var segment in Uri.UnescapeDataString(reference[2..]).Split('/'))
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (Step(term, name) is not { } next) throw new GrammarException(place, $"\"{reference}\" names nothing: there is no \"{name}\" in {term.Path}.");
            term = next;
        }
        return term;
    }

    private static SchemaTerm? Step(SchemaTerm term, string name) => term.Schema.ValueKind switch
    {
        JsonValueKind.Object when term.Schema.TryGetProperty(name, out var value) => new SchemaTerm(term.Below(name), value),
        JsonValueKind.Array when int.TryParse(name, out var index) && index >= 0 && index < term.Schema.GetArrayLength() => new SchemaTerm(term.Below(name), term.Schema[index]),
        _ => null,
    };
}
