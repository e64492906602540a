using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>Methods of lists.</summary>
internal static class ListMethods
{
    public static Dictionary<string, Builtin> All { get; } = new(StringComparer.Ordinal)
    {
        ["append"] = (r, in a) => Change(r, a, (items, value) => items.Add(value)),
        ["extend"] = (r, in a) => Change(r, a, (items, value) => items.AddRange([.. Iteration.Items(value)])),
        ["insert"] = (r, in a) => Insert(a),
        ["pop"] = (r, in a) => Pop(a),
        ["index"] = (r, in a) => a[0].Items.IndexOf(a[1]) is >= 0 and var at ? Value.Of((long)at) : throw new Fault("index: the list has no such item"),
        ["count"] = (r, in a) => Count(a),
        ["copy"] = (r, in a) => Value.Of(new List<Value>(a[0].Items)),
        ["reverse"] = (r, in a) => Change(r, a, (items, _) => items.Reverse()),
    };

    private static Value Change(Rendering rendering, in Arguments arguments, Action<List<Value>, Value> change)
    {
        if (arguments[0].Kind == ValueKind.Tuple) throw new Fault("a tuple cannot be changed");
        var before = arguments[0].Items.Count;
        change(arguments[0].Items, arguments[1]);
        rendering.ChargeItems(1 + arguments[0].Items.Count - before);
        return Value.None;
    }

    private static Value Insert(in Arguments arguments)
    {
        var items = arguments[0].Items;
        var at = arguments.IntegerOr("index", 1, 0);
        items.Insert((int)Math.Clamp(at < 0 ? at + items.Count : at, 0, items.Count), arguments[2]);
        return Value.None;
    }

    private static Value Pop(in Arguments arguments)
    {
        var items = arguments[0].Items;
        var at = arguments.IntegerOr("index", 1, -1);
        if (at < 0) at += items.Count;
        if (at < 0 || at >= items.Count) throw new Fault("pop: the list has no such place");
        var value = items[(int)at];
        items.RemoveAt((int)at);
        return value;
    }

    private static Value Count(Arguments arguments) => Value.Of((long)arguments[0].Items.Count(i => i.Equals(arguments[1])));
}
