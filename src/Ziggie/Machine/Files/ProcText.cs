using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ziggie.Machine.Files;

/// <summary>Words that programs choose for themselves: bytes of any kind.</summary>
internal static class ProcText
{
    private static readonly SearchValues<char> s_special = SearchValues.Create(" '\"$&|;<>()*?`\\");

    /// <summary>What is not UTF-8 becomes U+FFFD; control characters become escapes, so that nothing can break a line or move a cursor.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (!text.Any(char.IsControl)) return text;
        var clean = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c == '\n') clean.Append("\\n");
            else if (c == '\t') clean.Append("\\t");
            else if (char.IsControl(c)) clean.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else clean.Append(c);
        }
        return clean.ToString();
    }

    /// <summary>Arguments as they would be typed in a shell. A program that has written a sentence over its arguments keeps it.</summary>
    public static string CommandLine(ReadOnlySpan<byte> arguments)
    {
        var words = new List<string>();
        for (var rest = arguments.TrimEnd((byte)0); rest.Length > 0;)
        {
            var end = rest.IndexOf((byte)0);
            words.Add(Decode(end < 0 ? rest : rest[..end]));
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        return words.Count == 1 ? words[0] : string.Join(' ', words.Select(Quoted));
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.AsSpan().IndexOfAny(s_special) < 0 ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
