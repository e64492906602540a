using System.Globalization;
using System.Net;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>Filters that make text.</summary>
internal static class TextFilters
{
    public static Dictionary<string, Builtin> All { get; } = new(StringComparer.Ordinal)
    {
        ["upper"] = (r, in a) => Value.Of(a[0].ToString().ToUpperInvariant()),
        ["lower"] = (r, in a) => Value.Of(a[0].ToString().ToLowerInvariant()),
        ["title"] = (r, in a) => Value.Of(TextCase.Title(a[0].ToString())),
        ["capitalize"] = (r, in a) => Value.Of(TextCase.Capitalize(a[0].ToString())),
        ["trim"] = (r, in a) => Value.Of(TextMethods.Strip(a with { Values = [Value.Of(a[0].ToString()), .. a.Values[1..]] }, true, true)),
        ["string"] = (r, in a) => r.Text(a[0].ToString()),
        ["safe"] = (r, in a) => r.Text(a[0].ToString()),
        ["escape"] = (r, in a) => r.Text(WebUtility.HtmlEncode(a[0].ToString())),
        ["replace"] = (r, in a) => r.Text(Replace(r, a[0].ToString(), a.Text(1, "replace"), a.Text(2, "replace"), a.IntegerOr("count", 3, -1))),
        ["indent"] = (r, in a) => Indent(r, a),
        ["tojson"] = (r, in a) => r.Text(ToJson(a)),
        ["format"] = (r, in a) => r.Text(PercentFormat.Apply(a[0].ToString(), a.Positional[1..].ToArray())),
        ["truncate"] = (r, in a) => Truncate(a),
        ["wordcount"] = (r, in a) => Value.Of((long)a[0].ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length),
        ["center"] = (r, in a) => Center(r, a),
        ["striptags"] = (r, in a) => a[0],
    };

    public static string Replace(Rendering rendering, string text, string old, string with, long count)
    {
        rendering.Charge(text.Length);
        if (old.Length == 0)
        {
            if ((long)text.Length * (with.Length + 1) > rendering.Limits.Output) throw new Fault("a text grows too long");
            return string.Concat(text.Select(c => with + c)) + with;
        }
        if (with.Length > old.Length)
        {
            var longest = (long)text.AsSpan().Count(old) * with.Length;
            if (longest > rendering.Limits.Output) throw new Fault("a text grows too long");
        }
        if (count < 0) return text.Replace(old, with, StringComparison.Ordinal);
        for (var at = text.IndexOf(old, StringComparison.Ordinal); at >= 0 && count-- > 0; at = text.IndexOf(old, at + with.Length, StringComparison.Ordinal))
        {
            rendering.Charge(text.Length);
            text = string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + old.Length));
        }
        return text;
    }

    private static string ToJson(in Arguments arguments)
    {
        var style = JsonStyle.Python with { OnlyAscii = arguments.Get("ensure_ascii", 9).IsTrue, SortKeys = arguments.Get("sort_keys", 9).IsTrue };
        var indent = arguments.Get("indent", 1);
        if (!indent.IsMissing) style = style with { Indent = indent.IsString ? indent.Text : new string(' ', (int)Math.Clamp(indent.Integer, 0, 32)), ItemSeparator = "," };
        if (arguments.Get("separators", 9) is { IsSequence: true, Items: { Count: 2 } pair }) style = style with { ItemSeparator = pair[0].ToString(), KeySeparator = pair[1].ToString() };
        return ValueJson.Write(arguments[0], style);
    }

    private static Value Indent(Rendering rendering, in Arguments arguments)
    {
        var width = arguments.Get("width", 1);
        var prefix = width.IsString ? width.Text : new string(' ', (int)Math.Clamp(arguments.IntegerOr("width", 1, 4), 0, 1000));
        var blank = arguments.Get("blank", 3).IsTrue;
        var lines = arguments[0].ToString().Split('\n');
        rendering.Charge((long)lines.Length * prefix.Length);
        for (var i = arguments.Get("first", 2).IsTrue ? 0 : 1; i < lines.Length; i++)
        {
            if (blank || lines[i].Length > 0) lines[i] = prefix + lines[i];
        }
        return rendering.Text(string.Join('\n', lines));
    }

    private static Value Truncate(in Arguments arguments)
    {
        var text = arguments[0].ToString();
        var length = (int)Math.Clamp(arguments.IntegerOr("length", 1, 255), 0, int.MaxValue);
        var end = arguments.Get("end", 3) is { IsString: true } given ? given.Text : "...";
        var leeway = arguments.IntegerOr("leeway", 4, 5);
        if (text.Length <= length + leeway) return Value.Of(text);
        var cut = text[..Math.Max(0, length - end.Length)];
        if (!arguments.Get("killwords", 2).IsTrue && cut.LastIndexOf(' ') is > 0 and var space) cut = cut[..space];
        return Value.Of(cut + end);
    }

    private static Value Center(Rendering rendering, in Arguments arguments)
    {
        var text = arguments[0].ToString();
        var width = (int)Math.Clamp(arguments.IntegerOr("width", 1, 80), 0, 10_000);
        var missing = Math.Max(0, width - text.Length);
        return rendering.Text(string.Create(CultureInfo.InvariantCulture, $"{new string(' ', missing / 2)}{text}{new string(' ', missing - (missing / 2))}"));
    }
}
