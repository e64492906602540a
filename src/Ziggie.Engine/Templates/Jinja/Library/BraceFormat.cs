using System.Globalization;
using System.Text;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>Python's <c>'{}'.format(…)</c>: places by order, number or name, without format specifications.</summary>
internal static class BraceFormat
{
    public static string Apply(in Arguments arguments)
    {
        var format = arguments[0].Text;
        var text = new StringBuilder(format.Length);
        var next = 1;
        for (var i = 0; i < format.Length; i++)
        {
            var c = format[i];
            if (c is '{' or '}' && i + 1 < format.Length && format[i + 1] == c)
            {
                text.Append(c);
                i++;
                continue;
            }
            if (c != '{')
            {
                text.Append(c);
                continue;
            }
            var end = format.IndexOf('}', i);
            if (end < 0) throw new Fault("a format's '{' is not closed");
            text.Append(Place(arguments, format[(i + 1)..end], ref next).ToString());
            i = end;
        }
        return text.ToString();
    }

    private static Value Place(in Arguments arguments, string name, ref int next)
    {
        if (name.Length == 0) return Within(arguments, next++);
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < 1000) return Within(arguments, index + 1);
        return arguments.TryNamed(name, out var value) ? value : throw new Fault($"a format's place '{{{name}}}' has no value");
    }

    private static Value Within(in Arguments arguments, int index) => index < arguments.Count ? arguments[index] : throw new Fault("a format has more places than values");
}
