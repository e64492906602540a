using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>Filters that choose or change items one by one.</summary>
internal static class PickFilters
{
    public static Dictionary<string, Builtin> All { get; } = new(StringComparer.Ordinal)
    {
        ["map"] = (r, in a) => Map(r, a),
        ["select"] = (r, in a) => Pick(r, a, byAttribute: false, keep: true),
        ["reject"] = (r, in a) => Pick(r, a, byAttribute: false, keep: false),
        ["selectattr"] = (r, in a) => Pick(r, a, byAttribute: true, keep: true),
        ["rejectattr"] = (r, in a) => Pick(r, a, byAttribute: true, keep: false),
        ["groupby"] = (r, in a) => GroupBy(r, a),
        ["attr"] = (r, in a) => Paths.Get(a[0], a[1]),
    };

    private static Value Map(Rendering rendering, in Arguments arguments)
    {
        var items = arguments[0].IsNone ? [] : Iteration.Items(arguments[0]);
        rendering.ChargeItems(items.Count);
        if (arguments.TryNamed("attribute", out var path))
        {
            arguments.TryNamed("default", out var fallback);
            return Value.Of(items.ConvertAll(i => Paths.Get(i, path) is { IsUndefined: false } found ? found : fallback));
        }
        var name = arguments.Text(1, "map");
        var filter = Filters.Named(name) ?? throw new Fault($"there is no filter '{name}'");
        var rest = arguments.Values[2..];
        var names = arguments.Names;
        return Value.Of(items.ConvertAll(i => filter(rendering, new Arguments([i, .. rest], names))));
    }

    private static Value Pick(Rendering rendering, in Arguments arguments, bool byAttribute, bool keep)
    {
        var items = arguments[0].IsNone ? [] : Iteration.Items(arguments[0]);
        rendering.ChargeItems(items.Count);
        var at = byAttribute ? 2 : 1;
        Builtin? test = null;
        if (arguments.Count > at)
        {
            var name = arguments.Text(at, "the test's name");
            test = Tests.Named(name) ?? throw new Fault($"there is no test '{name}'");
        }
        var path = arguments[1];
        var rest = arguments.Count > at + 1 ? arguments.Positional[(at + 1)..].ToArray() : [];
        return Value.Of(items.FindAll(item =>
        {
            var value = byAttribute ? Paths.Get(item, path) : item;
            return (test is null ? value : test(rendering, new Arguments([value, .. rest]))).IsTrue == keep;
        }));
    }

    private static Value GroupBy(Rendering rendering, in Arguments arguments)
    {
        var path = arguments.Get("attribute", 1);
        var items = Iteration.Items(arguments[0]);
        rendering.ChargeItems(items.Count);
        var groups = items.GroupBy(i => Paths.Get(i, path)).OrderBy(g => g.Key, Comparer<Value>.Create((x, y) => ValueEquality.Compare(x, y)));
        return Value.Of(groups.Select(g => Value.Tuple([g.Key, Value.Of(g.ToList())])).ToList());
    }
}
