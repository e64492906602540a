using System.Globalization;
using System.Text;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja;

/// <summary>Python's <c>'%s' % x</c>, as far as templates use it.</summary>
internal static class PercentFormat
{
    public static string Apply(string format, IReadOnlyList<Value> values)
    {
        var text = new StringBuilder(format.Length);
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }
            var start = ++i;
            while (i < format.Length && (char.IsAsciiDigit(format[i]) || format[i] is '.' or '-' or '+' or ' ' or '#')) i++;
            if (i == format.Length) throw new Fault("a format ends after '%'");
            if (format[i] == '%') text.Append('%');
            else text.Append(One(format[start..i], format[i], next < values.Count ? values[next++] : throw new Fault("a format has more places than values")));
        }
        return text.ToString();
    }

    private static string One(string flags, char kind, in Value value)
    {
        var dot = flags.IndexOf('.', StringComparison.Ordinal);
        var precision = dot >= 0 && int.TryParse(flags[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var p) ? Math.Min(p, 30) : 6;
        var text = kind switch
        {
            's' => value.ToString(),
            'r' => ValueText.Of(Value.Of([value]))[1..^1],
            'd' or 'i' when value.IsNumber => ((long)value.Number).ToString(CultureInfo.InvariantCulture),
            'f' when value.IsNumber => value.Number.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            'x' when value.IsNumber => value.Integer.ToString("x", CultureInfo.InvariantCulture),
            _ => throw new Fault($"the format '%{flags}{kind}' is not known for {value.TypeName}"),
        };
        var size = new string([.. (dot >= 0 ? flags[..dot] : flags).Where(char.IsAsciiDigit)]);
        if (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var width)) return text;
        width = Math.Min(width, 1000);
        if (flags.Contains('-', StringComparison.Ordinal)) return text.PadRight(width);
        return text.PadLeft(width, size.StartsWith('0') && kind != 's' ? '0' : ' ');
    }
}
