using System.Globalization;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>Filters about numbers, and those for any value.</summary>
internal static class NumberFilters
{
    public static Dictionary<string, Builtin> All { get; } = new(StringComparer.Ordinal)
    {
        ["abs"] = (r, in a) => Number(a[0]).Kind == ValueKind.Float ? Value.Of(Math.Abs(a[0].Number)) : Value.Of(Math.Abs(Math.Max(a[0].Integer, -long.MaxValue))),
        ["int"] = (r, in a) => ToInteger(a),
        ["float"] = (r, in a) => ToFloat(a),
        ["round"] = (r, in a) => Round(a),
        ["default"] = (r, in a) => a[0].IsUndefined || (a.Get("boolean", 2).IsTrue && !a[0].IsTrue) ? a.Get("default_value", 1) is { IsUndefined: false } other ? other : Value.Empty : a[0],
    };

    private static Value Number(in Value value) => value.IsNumber ? value : throw new Fault($"{value.TypeName} is no number");

    private static Value ToInteger(in Arguments arguments)
    {
        var value = arguments[0];
        var fallback = arguments.Get("default", 1) is { IsUndefined: false } given ? given : Value.Of(0);
        if (value.Kind == ValueKind.Float) return double.IsFinite(value.Number) && Math.Abs(value.Number) < 9e18 ? Value.Of((long)value.Number) : fallback;
        if (value.IsNumber) return Value.Of(value.Integer);
        if (!value.IsString) return fallback;
        var text = value.Text.Trim();
        var style = NumberStyles.AllowLeadingSign;
        if (arguments.IntegerOr("base", 2, 10) == 16)
        {
            style = NumberStyles.AllowHexSpecifier;
            if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) text = text[2..];
        }
        if (long.TryParse(text, style, CultureInfo.InvariantCulture, out var whole)) return Value.Of(whole);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 9e18 ? Value.Of((long)number) : fallback;
    }

    private static Value ToFloat(in Arguments arguments)
    {
        if (arguments[0].IsNumber) return Value.Of(arguments[0].Number);
        if (arguments[0].IsString && double.TryParse(arguments[0].Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return Value.Of(number);
        return arguments.Get("default", 1) is { IsUndefined: false } given ? given : Value.Of(0.0);
    }

    private static Value Round(in Arguments arguments)
    {
        var number = Number(arguments[0]).Number;
        var digits = (int)Math.Clamp(arguments.IntegerOr("precision", 1, 0), -15, 15);
        var method = arguments.Get("method", 2) is { IsString: true } given ? given.Text : "common";
        var scale = Math.Pow(10, digits);
        return Value.Of(method switch
        {
            "ceil" => Math.Ceiling(number * scale) / scale,
            "floor" => Math.Floor(number * scale) / scale,
            _ => digits >= 0 ? Math.Round(number, digits, MidpointRounding.ToEven) : Math.Round(number * scale, MidpointRounding.ToEven) / scale,
        });
    }
}
