namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>
/// Rules for objects: the named properties in the order in which the schema names them, those that need not be there left out at will,
/// then any others.
/// </summary>
internal sealed class ObjectRules(GrammarBuilder rules, JsonRules json, SchemaRules schemas)
{
    /// <summary>Null where no object fits.</summary>
    public string? Body(ObjectShape shape, string owner, string path)
    {
        var entries = new List<Entry>();
        var needs = new List<string>();
        foreach (var property in shape.Properties)
        {
            var symbol = property.Schemas is null ? null : schemas.Symbol(property.Schemas, property.Name);
            if (symbol is null && property.Required)
            {
                schemas.Impossible(path, $"the required property \"{property.Name}\" cannot have a value");
                return null;
            }
            if (symbol is null) continue;
            entries.Add(new Entry($"{GrammarText.Literal($"{JsonRules.Quote(property.Name)}:")} {json.Space} {symbol}", property.Required));
            if (property.Required) needs.Add(symbol);
        }
        var extra = Extra(shape, path);
        if (Counts(shape, entries, extra is not null, path) is not { } counts) return null;
        if (extra is not null && counts.Min > 0) needs.Add(extra.Value.Value);
        schemas.Needs(owner, needs);
        if (entries.Count == 0 && extra is { } only) return Wrap(Repeated(only.Entry, counts));
        return Wrap(First(entries, extra?.Entry, counts.Min > 0));
    }

    /// <summary>How many of the properties that are not required there must be, and may be where they are unnamed.</summary>
    private Lengths? Counts(ObjectShape shape, List<Entry> entries, bool open, string path)
    {
        var required = entries.Count(e => e.Required);
        var min = Math.Max(0, shape.Min - required);
        if (shape.Max < required || shape.Max < shape.Min || (!open && shape.Min > entries.Count))
        {
            schemas.Impossible(path, "minProperties, maxProperties and the named properties cannot all be kept");
            return null;
        }
        if (entries.Count == 0 && open && min <= 1) return new Lengths(min, shape.Max);
        if (min > 1 || (min == 1 && required > 0))
            throw new GrammarException($"{path}/minProperties", "can be kept where it asks for no more than one property beside the required ones of an object. Name what is required instead.");
        if (open ? shape.Max is not null : shape.Max < entries.Count)
            throw new GrammarException($"{path}/maxProperties", "cannot be kept beside named properties that may be left out. Leave it out, or name what is required.");
        return new Lengths(min, null);
    }

    private (string Entry, string Value)? Extra(ObjectShape shape, string path)
    {
        if (shape.Extra is null) return null;
        if (schemas.Symbol(shape.Extra, "extra") is not { } value) return null;
        if (shape.Keys.Count > 0 && shape.Properties.Count > 0) throw new GrammarException($"{path}/propertyNames", "or patternProperties can be kept where no property is named.");
        var key = shape.Keys.Count > 0 ? Keys(shape.Keys) : shape.Properties.Count > 0 ? new OtherNames(rules).Rule(shape.Properties.Select(p => p.Name)) : json.Text;
        return key is null ? null : (rules.Add("extra-entry", $"{key} \":\" {json.Space} {value}"), value);
    }

    /// <summary>Names are strings, whatever else is said of them.</summary>
    private string? Keys(IReadOnlyList<SchemaTerm> keys) => schemas.Symbol([.. keys, SchemaTerm.Text], "name");

    private string Repeated(string entry, Lengths counts)
    {
        if (counts.Max == 0) return "";
        var more = rules.Repeat(More(entry), Math.Max(0, counts.Min - 1), counts.Max - 1);
        return counts.Min > 0 ? $"{entry} {more} {json.Space}" : rules.Add("entries", $"\"\" | {entry} {more} {json.Space}");
    }

    /// <summary>Entries up to the first that is required: each may be the first that is written.</summary>
    private string First(List<Entry> entries, string? extra, bool some)
    {
        var rest = Rests(entries, extra);
        var options = new List<string>();
        for (var i = 0; i <= entries.Count; i++)
        {
            if (i == entries.Count)
            {
                if (extra is not null) options.Add($"{extra} {rest[i]} {json.Space}");
                if (!some) options.Add("\"\"");
                break;
            }
            options.Add($"{entries[i].Text} {rest[i + 1]} {json.Space}");
            if (entries[i].Required) break;
        }
        return options.Count == 1 ? options[0] : rules.Add("entries", string.Join(" | ", options));
    }

    /// <summary>For each place, what may follow when something was written before it.</summary>
    private string[] Rests(List<Entry> entries, string? extra)
    {
        var rests = new string[entries.Count + 1];
        rests[^1] = extra is null ? "" : rules.Repeat(More(extra), 0, null);
        var anyOptional = entries.Any(e => !e.Required);
        for (var i = entries.Count - 1; i > 0; i--)
        {
            var entry = $"\",\" {json.Space} {entries[i].Text}";
            var rest = entries[i].Required ? entry : rules.Add("maybe", $"\"\" | {entry}");
            // Named where several places lead there, so that the text does not grow with their square.
            rests[i] = anyOptional ? rules.Add("rest", $"{rest} {rests[i + 1]}") : $"{rest} {rests[i + 1]}";
        }
        return rests;
    }

    private string More(string entry) => rules.Add("more", $"\",\" {json.Space} {entry}");

    private string Wrap(string inside) => $"\"{{\" {json.Space} {inside} \"}}\"";

    /// <summary>A property as it is written.</summary>
    private readonly record struct Entry(string Text, bool Required);
}
