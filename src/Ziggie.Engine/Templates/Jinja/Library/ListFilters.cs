using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>Filters over sequences as a whole.</summary>
internal static class ListFilters
{
    public static Dictionary<string, Builtin> All { get; } = new(StringComparer.Ordinal)
    {
        ["length"] = (r, in a) => Value.Of(Length(a[0])),
        ["first"] = (r, in a) => Items(r, a) is [var first, ..] ? first : default,
        ["last"] = (r, in a) => Items(r, a) is [.., var last] ? last : default,
        ["list"] = (r, in a) => Value.Of(new List<Value>(Items(r, a))),
        ["join"] = (r, in a) => Join(r, a.TryNamed("attribute", out var path) ? Value.Of(Items(r, a).ConvertAll(i => Paths.Get(i, path))) : a[0], a.Get("d", 1) is { IsMissing: false } d ? d.ToString() : ""),
        ["reverse"] = (r, in a) => Reverse(r, a),
        ["sort"] = (r, in a) => Sort(r, a),
        ["unique"] = (r, in a) => Unique(r, a),
        ["min"] = (r, in a) => Items(r, a) is { Count: > 0 } items ? Ordered(a, items).First() : default,
        ["max"] = (r, in a) => Items(r, a) is { Count: > 0 } items ? Ordered(a, items).Last() : default,
        ["sum"] = (r, in a) => Sum(r, a),
        ["items"] = (r, in a) => a[0].IsMissing ? Value.Of(new List<Value>()) : Value.Of(Iteration.Entries(MapOf(a[0]))),
        ["dictsort"] = (r, in a) => DictSort(a),
        ["batch"] = (r, in a) => Value.Of(Items(r, a).Chunk((int)Math.Clamp(a.IntegerOr("linecount", 1, 1), 1, int.MaxValue)).Select(c => Value.Of(c.ToList())).ToList()),
    };

    public static Value Join(Rendering rendering, in Value items, string separator)
    {
        var texts = Iteration.Items(items).ConvertAll(i => i.ToString());
        rendering.Charge(((long)separator.Length * texts.Count) + texts.Sum(t => (long)t.Length));
        return rendering.Text(string.Join(separator, texts));
    }

    private static List<Value> Items(Rendering rendering, in Arguments arguments)
    {
        var items = Iteration.Items(arguments[0]);
        rendering.ChargeItems(items.Count);
        return items;
    }

    private static Map MapOf(in Value value) => value.Kind == ValueKind.Map ? value.Map : throw new Fault($"a dict is needed, not {value.TypeName}");

    private static long Length(in Value value) => value.Kind switch
    {
        ValueKind.String => value.Text.Length - value.Text.Count(char.IsLowSurrogate),
        ValueKind.Map => value.Map.Count,
        ValueKind.List or ValueKind.Tuple => value.Items.Count,
        ValueKind.Undefined => 0,
        _ => throw new Fault($"{value.TypeName} has no length"),
    };

    private static Value Reverse(Rendering rendering, in Arguments arguments)
    {
        var items = new List<Value>(Items(rendering, arguments));
        items.Reverse();
        return arguments[0].IsString ? Value.Of(string.Concat(items.Select(i => i.Text))) : Value.Of(items);
    }

    /// <summary>Text without regard to case, unless asked otherwise.</summary>
    private static Value Key(in Value value, bool caseMatters) => value.IsString && !caseMatters ? Value.Of(value.Text.ToLowerInvariant()) : value;

    private static IOrderedEnumerable<Value> Ordered(Arguments arguments, List<Value> items)
    {
        var hasPath = arguments.TryNamed("attribute", out var path);
        var caseMatters = arguments.TryNamed("case_sensitive", out var given) && given.IsTrue;
        return items.OrderBy(i => Key(hasPath ? Paths.Get(i, path) : i, caseMatters), Comparer<Value>.Create((x, y) => ValueEquality.Compare(x, y)));
    }

    private static Value Sort(Rendering rendering, in Arguments arguments)
    {
        var items = Items(rendering, arguments);
        var named = new Arguments([arguments[0], arguments.Get("case_sensitive", 2), arguments.Get("attribute", 3)], arguments.Get("attribute", 3).IsMissing ? ["case_sensitive", "unused"] : ["case_sensitive", "attribute"]);
        // Python's sort is stable also when reversed.
        if (arguments.Get("reverse", 1).IsTrue)
        {
            var reversed = Ordered(named, [.. Enumerable.Reverse(items)]).ToList();
            reversed.Reverse();
            return Value.Of(reversed);
        }
        return Value.Of(Ordered(named, items).ToList());
    }

    private static Value Unique(Rendering rendering, in Arguments arguments)
    {
        var seen = new HashSet<Value>();
        var hasPath = arguments.TryNamed("attribute", out var path);
        var caseMatters = arguments.Get("case_sensitive", 1).IsTrue;
        return Value.Of(Items(rendering, arguments).Where(i => seen.Add(Key(hasPath ? Paths.Get(i, path) : i, caseMatters))).ToList());
    }

    private static Value Sum(Rendering rendering, in Arguments arguments)
    {
        var total = arguments.Get("start", 2) is { IsMissing: false } start ? start : Value.Of(0);
        var path = arguments.Get("attribute", 1);
        foreach (var item in Items(rendering, arguments)) total = Operations.Add(rendering, total, path.IsMissing ? item : Paths.Get(item, path));
        return total;
    }

    private static Value DictSort(in Arguments arguments)
    {
        var caseMatters = arguments.Get("case_sensitive", 1).IsTrue;
        var part = arguments.Get("by", 2) is { IsString: true, Text: "value" } ? 1 : 0;
        var entries = Iteration.Entries(MapOf(arguments[0])).OrderBy(e => Key(e.Items[part], caseMatters), Comparer<Value>.Create((x, y) => ValueEquality.Compare(x, y))).ToList();
        if (arguments.Get("reverse", 3).IsTrue) entries.Reverse();
        return Value.Of(entries);
    }
}
