namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>Rules for arrays.</summary>
internal sealed class ArrayRules(GrammarBuilder rules, JsonRules json, SchemaRules schemas)
{
    /// <summary>Null where no array fits.</summary>
    public string? Body(ArrayShape shape, string hint, string owner, string path)
    {
        var (min, max) = (shape.Lengths.Min, shape.Lengths.Max);
        var first = new List<string>();
        foreach (var element in shape.Prefix)
        {
            if (schemas.Symbol(element, $"{hint}-{first.Count}") is not { } symbol) break;
            first.Add(symbol);
        }
        // An element that cannot be ends the array before it.
        var rest = first.Count == shape.Prefix.Count && shape.Rest is not null && !(max <= first.Count) ? schemas.Symbol(shape.Rest, $"{hint}-item") : null;
        if (rest is null) max = Math.Min(max ?? long.MaxValue, first.Count);
        if (max < min)
        {
            schemas.Impossible(path, "minItems asks for more elements than there can be");
            return null;
        }
        schemas.Needs(owner, [.. first.Take((int)Math.Min(min, first.Count)), .. rest is not null && min > first.Count ? (string[])[rest] : []]);
        return $"\"[\" {json.Space} {Elements(first, rest, min, max)} \"]\"";
    }

    private string Elements(List<string> first, string? rest, long min, long? max)
    {
        if (max == 0) return "";
        var begin = first.Count > 0 ? first[0] : rest!;
        var all = $"{begin} {Next(1, first, rest, min, max)} {json.Space}";
        return min > 0 ? all : rules.Add("elements", $"\"\" | {all}");
    }

    /// <summary>What follows when so many elements are written.</summary>
    private string Next(int count, List<string> first, string? rest, long min, long? max)
    {
        if (count >= max) return "";
        if (count < first.Count)
        {
            var more = $"\",\" {json.Space} {first[count]} {Next(count + 1, first, rest, min, max)}";
            return count < min ? more : rules.Add("elements", $"\"\" | {more}");
        }
        return rest is null ? "" : rules.Repeat(rules.Add("more", $"\",\" {json.Space} {rest}"), Math.Max(0, min - count), max - count);
    }
}
