using System.Globalization;
using System.Text;

namespace Ziggie.Engine;

/// <summary>The escapes of Python's strings.</summary>
internal static class PythonEscapes
{
    public static string Undo(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\')) return text.ToString();
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }
            i++;
            _ = text[i] switch
            {
                'n' => plain.Append('\n'),
                't' => plain.Append('\t'),
                'r' => plain.Append('\r'),
                'b' => plain.Append('\b'),
                'f' => plain.Append('\f'),
                'v' => plain.Append('\v'),
                'a' => plain.Append('\a'),
                '0' => plain.Append('\0'),
                '\\' or '\'' or '"' => plain.Append(text[i]),
                '\n' => plain,
                'x' => Code(plain, text, ref i, 2),
                'u' => Code(plain, text, ref i, 4),
                'U' => Code(plain, text, ref i, 8),
                _ => plain.Append('\\').Append(text[i]),
            };
        }
        return plain.ToString();
    }

    private static StringBuilder Code(StringBuilder plain, ReadOnlySpan<char> text, ref int at, int digits)
    {
        if (at + digits < text.Length && int.TryParse(text.Slice(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code is >= 0 and <= 0x10FFFF)
        {
            at += digits;
            return code > 0xFFFF ? plain.Append(char.ConvertFromUtf32(code)) : plain.Append((char)code);
        }
        return plain.Append('\\').Append(text[at]);
    }
}
