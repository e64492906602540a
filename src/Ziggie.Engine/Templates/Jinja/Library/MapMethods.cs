using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>Methods of dictionaries.</summary>
internal static class MapMethods
{
    public static Dictionary<string, Builtin> All { get; } = new(StringComparer.Ordinal)
    {
        ["get"] = (r, in a) => a[0].Map.TryGet(a[1], out var value) ? value : Fallback(a),
        ["items"] = (r, in a) => Value.Of(Counted(r, Iteration.Entries(a[0].Map))),
        ["keys"] = (r, in a) => Value.Of(Counted(r, Iteration.Keys(a[0].Map))),
        ["values"] = (r, in a) => Values(a[0].Map),
        ["copy"] = (r, in a) => Value.Of(new Map(a[0].Map)),
        ["pop"] = (r, in a) => a[0].Map.Remove(a[1], out var value) ? value : Fallback(a),
        ["setdefault"] = (r, in a) => SetDefault(a),
        ["update"] = (r, in a) => Update(r, a),
    };

    private static Value Fallback(in Arguments arguments) => arguments.Get("default", 2) is { IsUndefined: false } value ? value : Value.None;

    private static List<Value> Counted(Rendering rendering, List<Value> items)
    {
        rendering.ChargeItems(items.Count);
        return items;
    }

    private static Value Values(Map map)
    {
        var values = new List<Value>(map.Count);
        for (var i = 0; i < map.Count; i++) values.Add(map.ValueAt(i));
        return Value.Of(values);
    }

    private static Value SetDefault(in Arguments arguments)
    {
        var map = arguments[0].Map;
        if (map.TryGet(arguments[1], out var value)) return value;
        map.Set(arguments[1], Fallback(arguments));
        return Fallback(arguments);
    }

    private static Value Update(Rendering rendering, in Arguments arguments)
    {
        var map = arguments[0].Map;
        if (arguments[1].Kind == ValueKind.Map)
        {
            var other = new Map(arguments[1].Map);
            rendering.ChargeItems(other.Count);
            for (var i = 0; i < other.Count; i++) map.Set(other.KeyAt(i), other.ValueAt(i));
        }
        for (var i = 0; i < (arguments.Names?.Length ?? 0); i++) map[arguments.Names![i]] = arguments.Values[arguments.Count + i];
        return Value.None;
    }
}
