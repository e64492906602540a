using System.Collections.Frozen;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>Functions that every template knows.</summary>
internal static class Globals
{
    private const int LongestRange = 100_000;

    private static readonly FrozenDictionary<string, Value> All = new Dictionary<string, Builtin>(StringComparer.Ordinal)
    {
        ["raise_exception"] = (r, in a) => throw new Fault(a.Count > 0 ? a[0].ToString() : "it does not say why", refused: true),
        ["strftime_now"] = (r, in a) => Value.Of(TimeFormat.Apply(a.Text(0, "strftime_now"), r.Now)),
        ["namespace"] = (r, in a) => Value.Namespace(Filled(a)),
        ["dict"] = (r, in a) => Value.Of(Filled(a)),
        ["range"] = (r, in a) => Range(r, a),
    }.ToFrozenDictionary(f => f.Key, f => Value.Of(new BuiltinFunction(f.Key, f.Value)), StringComparer.Ordinal);

    /// <summary>Undefined where there is none of that name.</summary>
    public static Value Named(string name) => All.TryGetValue(name, out var function) ? function : default;

    private static Map Filled(in Arguments arguments)
    {
        var map = arguments[0].Kind is ValueKind.Map or ValueKind.Namespace ? new Map(arguments[0].Map) : new Map();
        if (arguments[0].IsSequence)
        {
            foreach (var pair in arguments[0].Items)
            {
                if (pair is not { IsSequence: true, Items: [var key, var value] }) throw new Fault("dict needs pairs");
                map.Set(key, value);
            }
        }
        for (var i = 0; i < (arguments.Names?.Length ?? 0); i++) map[arguments.Names![i]] = arguments.Values[arguments.Count + i];
        return map;
    }

    private static Value Range(Rendering rendering, in Arguments arguments)
    {
        var first = arguments.IntegerOr("start", 0, 0);
        var (from, to) = arguments.Count > 1 ? (first, arguments.IntegerOr("stop", 1, 0)) : (0, first);
        var step = arguments.IntegerOr("step", 2, 1);
        if (step == 0) throw new Fault("range: the step cannot be 0");
        var numbers = new List<Value>();
        for (var i = from; step > 0 ? i < to : i > to; i += step)
        {
            if (numbers.Count == LongestRange) throw new Fault("range: more than 100000 numbers");
            numbers.Add(Value.Of(i));
        }
        rendering.ChargeItems(numbers.Count);
        return Value.Of(numbers);
    }
}
