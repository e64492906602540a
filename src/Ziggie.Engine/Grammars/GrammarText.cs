using System.Globalization;
using System.Text;

namespace Ziggie.Engine.Grammars;

/// <summary>Pieces of GBNF, the notation of llama.cpp's grammars.</summary>
public static class GrammarText
{
    /// <summary>Matches this text and nothing else.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\') literal.Append('\\').Append(c);
            else AppendChar(literal, c);
        }
        return literal.Append('"').ToString();
    }

    /// <summary>Matches one of the characters in these ranges, or, negated, any other.</summary>
    internal static string Class(IEnumerable<(int First, int Last)> ranges, bool negated = false)
    {
        var text = new StringBuilder(negated ? "[^" : "[");
        foreach (var (first, last) in ranges)
        {
            AppendPoint(text, first);
            if (last == first) continue;
            if (last > first + 1) text.Append('-');
            AppendPoint(text, last);
        }
        return text.Append(']').ToString();
    }

    /// <summary>Any of these; each a sequence.</summary>
    internal static string Any(IReadOnlyCollection<string> alternatives) => alternatives.Count == 1 ? alternatives.First() : $"({string.Join(" | ", alternatives)})";

    /// <summary>The names of rules that a body refers to: the words outside of literals and classes.</summary>
    internal static IEnumerable<string> References(string body)
    {
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] is '"' or '[' or '{' or '<')
            {
                var end = body[i] switch { '"' => '"', '[' => ']', '{' => '}', _ => '>' };
                for (i++; i < body.Length && body[i] != end; i++)
                    if (body[i] == '\\') i++;
            }
            else if (IsWord(body[i]))
            {
                var start = i;
                while (i + 1 < body.Length && IsWord(body[i + 1])) i++;
                yield return body[start..(i + 1)];
            }
        }
    }

    internal static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';

    private static void AppendPoint(StringBuilder text, int point)
    {
        if (point is ']' or '[' or '\\' or '^' or '-') text.Append('\\').Append('x').Append(point.ToString("X2", CultureInfo.InvariantCulture));
        else if (point < 0x80) AppendChar(text, (char)point);
        else if (point <= 0xFFFF) text.Append("\\u").Append(point.ToString("X4", CultureInfo.InvariantCulture));
        else text.Append("\\U").Append(point.ToString("X8", CultureInfo.InvariantCulture));
    }

    private static void AppendChar(StringBuilder text, char c)
    {
        if (c >= ' ' && c != 0x7F) text.Append(c);
        else text.Append(c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => $"\\x{(int)c:X2}" });
    }
}
