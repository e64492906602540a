using System.Globalization;
using System.Text;

namespace Ziggie.Engine.Templates.Jinja.Values;

/// <summary>Values as Python's <c>str()</c> and <c>repr()</c> write them.</summary>
internal static class ValueText
{
    private const int DeepestNesting = 100;

    /// <summary>As <c>str()</c>; undefined is empty.</summary>
    public static string Of(in Value value)
    {
        if (value.IsString) return value.Text;
        if (value.IsUndefined) return "";
        var text = new StringBuilder();
        Repr(text, value, 0);
        return text.ToString();
    }

    public static string Float(double number)
    {
        if (double.IsNaN(number)) return "nan";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        var size = Math.Abs(number);
        if (size is 0 or (>= 1e-4 and < 1e16))
        {
            var plain = number.ToString("0.##################################", CultureInfo.InvariantCulture);
            var exact = number.ToString("R", CultureInfo.InvariantCulture);
            if (!exact.Contains('E', StringComparison.Ordinal)) plain = exact;
            return plain.Contains('.', StringComparison.Ordinal) ? plain : plain + ".0";
        }
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        if (e < 0) text = number.ToString("0.################E+00", CultureInfo.InvariantCulture);
        e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = text[(e + 2)..].TrimStart('0').PadLeft(2, '0');
        return $"{text[..e]}e{text[e + 1]}{exponent}";
    }

    private static void Repr(StringBuilder text, in Value value, int depth)
    {
        if (depth > DeepestNesting) throw new Fault("a value nests too deeply to be written");
        switch (value.Kind)
        {
            case ValueKind.Undefined: text.Append("Undefined"); break;
            case ValueKind.None: text.Append("None"); break;
            case ValueKind.Boolean: text.Append(value.IsTrue ? "True" : "False"); break;
            case ValueKind.Integer: text.Append(CultureInfo.InvariantCulture, $"{value.Integer}"); break;
            case ValueKind.Float: text.Append(Float(value.Number)); break;
            case ValueKind.String: Quote(text, value.Text); break;
            case ValueKind.List: Sequence(text, value.Items, '[', "]", depth); break;
            case ValueKind.Tuple: Sequence(text, value.Items, '(', value.Items.Count == 1 ? ",)" : ")", depth); break;
            case ValueKind.Map: Pairs(text, value.Map, depth); break;
            case ValueKind.Namespace:
                text.Append("<Namespace ");
                Pairs(text, value.Map, depth);
                text.Append('>');
                break;
            case ValueKind.Function: text.Append(CultureInfo.InvariantCulture, $"<function {value.Function.Name}>"); break;
            default: text.Append("<loop>"); break;
        }
    }

    private static void Sequence(StringBuilder text, List<Value> items, char open, string close, int depth)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Repr(text, items[i], depth + 1);
        }
        text.Append(close);
    }

    private static void Pairs(StringBuilder text, Map map, int depth)
    {
        text.Append('{');
        for (var i = 0; i < map.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Repr(text, map.KeyAt(i), depth + 1);
            text.Append(": ");
            Repr(text, map.ValueAt(i), depth + 1);
        }
        text.Append('}');
    }

    private static void Quote(StringBuilder text, string content)
    {
        var quote = content.Contains('\'', StringComparison.Ordinal) && !content.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (var c in content)
        {
            switch (c)
            {
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case var _ when c == quote: text.Append('\\').Append(c); break;
                case < ' ' or '\x7f': text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"); break;
                default: text.Append(c); break;
            }
        }
        text.Append(quote);
    }
}
