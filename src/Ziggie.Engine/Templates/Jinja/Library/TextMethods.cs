using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>Methods of strings.</summary>
internal static class TextMethods
{
    public static Dictionary<string, Builtin> All { get; } = new(StringComparer.Ordinal)
    {
        ["strip"] = (r, in a) => Value.Of(Strip(a, true, true)),
        ["lstrip"] = (r, in a) => Value.Of(Strip(a, true, false)),
        ["rstrip"] = (r, in a) => Value.Of(Strip(a, false, true)),
        ["upper"] = (r, in a) => Value.Of(a[0].Text.ToUpperInvariant()),
        ["lower"] = (r, in a) => Value.Of(a[0].Text.ToLowerInvariant()),
        ["title"] = (r, in a) => Value.Of(TextCase.Title(a[0].Text)),
        ["capitalize"] = (r, in a) => Value.Of(TextCase.Capitalize(a[0].Text)),
        ["startswith"] = (r, in a) => Value.Of(HasAffix(r, a, atEnd: false)),
        ["endswith"] = (r, in a) => Value.Of(HasAffix(r, a, atEnd: true)),
        ["split"] = (r, in a) => Split(r, a, fromEnd: false),
        ["rsplit"] = (r, in a) => Split(r, a, fromEnd: true),
        ["splitlines"] = (r, in a) => Lines(r, a),
        ["partition"] = (r, in a) => Partition(a, fromEnd: false),
        ["rpartition"] = (r, in a) => Partition(a, fromEnd: true),
        ["replace"] = (r, in a) => r.Text(TextFilters.Replace(r, a[0].Text, a.Text(1, "replace"), a.Text(2, "replace"), a.IntegerOr("count", 3, -1))),
        ["removeprefix"] = (r, in a) => a.Text(1, "removeprefix") is var p && a[0].Text.StartsWith(p, StringComparison.Ordinal) ? Value.Of(a[0].Text[p.Length..]) : a[0],
        ["removesuffix"] = (r, in a) => a.Text(1, "removesuffix") is var p && a[0].Text.EndsWith(p, StringComparison.Ordinal) ? Value.Of(a[0].Text[..^p.Length]) : a[0],
        ["join"] = (r, in a) => ListFilters.Join(r, a[1], a[0].Text),
        ["find"] = (r, in a) => Value.Of((long)Self(r, a).IndexOf(a.Text(1, "find"), StringComparison.Ordinal)),
        ["rfind"] = (r, in a) => Value.Of((long)Self(r, a).LastIndexOf(a.Text(1, "rfind"), StringComparison.Ordinal)),
        ["count"] = (r, in a) => Value.Of(Count(Self(r, a), a.Text(1, "count"))),
        ["isdigit"] = (r, in a) => Value.Of(a[0].Text.Length > 0 && a[0].Text.All(char.IsDigit)),
        ["isalpha"] = (r, in a) => Value.Of(a[0].Text.Length > 0 && a[0].Text.All(char.IsLetter)),
        ["isalnum"] = (r, in a) => Value.Of(a[0].Text.Length > 0 && a[0].Text.All(char.IsLetterOrDigit)),
        ["isspace"] = (r, in a) => Value.Of(a[0].Text.Length > 0 && a[0].Text.All(char.IsWhiteSpace)),
        ["isupper"] = (r, in a) => Value.Of(TextCase.IsUpper(a[0].Text)),
        ["islower"] = (r, in a) => Value.Of(TextCase.IsLower(a[0].Text)),
        ["zfill"] = (r, in a) => r.Text(a[0].Text.PadLeft(Width(r, a), '0')),
        ["ljust"] = (r, in a) => r.Text(a[0].Text.PadRight(Width(r, a), Fill(a))),
        ["rjust"] = (r, in a) => r.Text(a[0].Text.PadLeft(Width(r, a), Fill(a))),
        ["format"] = (r, in a) => r.Text(BraceFormat.Apply(a)),
    };

    private static string Self(Rendering rendering, in Arguments arguments)
    {
        rendering.Charge(arguments[0].Text.Length / 8);
        return arguments[0].Text;
    }

    public static string Strip(in Arguments arguments, bool left, bool right)
    {
        var text = arguments[0].Text.AsSpan();
        var given = arguments.Get("chars", 1);
        if (given.IsMissing)
        {
            if (left) text = text.TrimStart();
            if (right) text = text.TrimEnd();
        }
        else
        {
            var characters = given.ToString();
            if (characters.Length == 0) return arguments[0].Text;
            if (left) text = text.TrimStart(characters);
            if (right) text = text.TrimEnd(characters);
        }
        return text.Length == arguments[0].Text.Length ? arguments[0].Text : text.ToString();
    }

    private static bool HasAffix(Rendering rendering, in Arguments arguments, bool atEnd)
    {
        var text = Self(rendering, arguments);
        List<string> affixes = arguments[1].Kind == ValueKind.Tuple ? arguments[1].Items.ConvertAll(i => i.ToString()) : [arguments.Text(1, "the text")];
        return affixes.Exists(affix => atEnd ? text.EndsWith(affix, StringComparison.Ordinal) : text.StartsWith(affix, StringComparison.Ordinal));
    }

    private static int Width(Rendering rendering, in Arguments arguments) => (int)Math.Clamp(arguments.IntegerOr("width", 1, 0), 0, rendering.Limits.Output);

    private static char Fill(in Arguments arguments) => arguments[2].IsString && arguments[2].Text.Length == 1 ? arguments[2].Text[0] : ' ';

    private static long Count(string text, string part)
    {
        if (part.Length == 0) return text.Length + 1;
        var count = 0L;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal)) count++;
        return count;
    }

    private static Value Split(Rendering rendering, in Arguments arguments, bool fromEnd)
    {
        var text = arguments[0].Text;
        rendering.Charge(text.Length);
        var separator = arguments.Get("sep", 1);
        var most = arguments.IntegerOr("maxsplit", 2, -1);
        var limit = most < 0 ? int.MaxValue : (int)Math.Min(most + 1, int.MaxValue);
        List<string> parts;
        if (separator.IsMissing) parts = SplitWhite(text, limit, fromEnd);
        else if (!separator.IsString || separator.Text.Length == 0) throw new Fault("split needs a separator that is not empty");
        else if (fromEnd) parts = SplitFromEnd(text, separator.Text, limit);
        else parts = [.. text.Split(separator.Text, limit)];
        return Value.Of(parts.ConvertAll(Value.Of));
    }

    private static List<string> SplitFromEnd(string text, string separator, int limit)
    {
        var parts = new List<string>();
        var end = text.Length;
        while (parts.Count + 1 < limit && end > 0)
        {
            var at = text.LastIndexOf(separator, end - 1, StringComparison.Ordinal);
            if (at < 0) break;
            parts.Add(text[(at + separator.Length)..end]);
            end = at;
        }
        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    private static List<string> SplitWhite(string text, int limit, bool fromEnd)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length <= limit) return [.. words];
        if (fromEnd)
        {
            var rest = text.TrimEnd();
            var tail = new List<string>();
            while (tail.Count + 1 < limit)
            {
                var at = rest.Length;
                while (!char.IsWhiteSpace(rest[at - 1])) at--;
                tail.Insert(0, rest[at..]);
                rest = rest[..at].TrimEnd();
            }
            return [rest, .. tail];
        }
        var begin = text.TrimStart();
        var head = new List<string>();
        while (head.Count + 1 < limit)
        {
            var at = 0;
            while (!char.IsWhiteSpace(begin[at])) at++;
            head.Add(begin[..at]);
            begin = begin[at..].TrimStart();
        }
        return [.. head, begin.TrimEnd()];
    }

    private static Value Lines(Rendering rendering, in Arguments arguments)
    {
        var text = arguments[0].Text.ReplaceLineEndings("\n");
        rendering.Charge(text.Length);
        if (text.EndsWith('\n')) text = text[..^1];
        return text.Length == 0 && arguments[0].Text.Length == 0 ? Value.Of(new List<Value>()) : Value.Of(text.Split('\n').Select(Value.Of).ToList());
    }

    private static Value Partition(in Arguments arguments, bool fromEnd)
    {
        var text = arguments[0].Text;
        var separator = arguments.Text(1, "partition");
        var at = fromEnd ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0) return Value.Tuple(fromEnd ? [Value.Empty, Value.Empty, arguments[0]] : [arguments[0], Value.Empty, Value.Empty]);
        return Value.Tuple([Value.Of(text[..at]), Value.Of(separator), Value.Of(text[(at + separator.Length)..])]);
    }
}
