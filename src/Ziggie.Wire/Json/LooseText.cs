using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ziggie.Wire.Json;

/// <summary>UTF-8 in which surrogates may stand alone, three bytes each ("WTF-8"): what JSON escapes can say and a stream can cut.</summary>
internal static class LooseText
{
    /// <summary>A bad byte becomes U+FFFD, three bytes.</summary>
    public const int MostGrowth = 3;

    /// <summary>Undoes the escapes of a JSON string that a JSON reader has accepted; lone surrogates stay. Never longer than its input.</summary>
    public static int Unescape(ReadOnlySpan<byte> json, Span<byte> output)
    {
        var length = 0;
        while (true)
        {
            var escape = json.IndexOf((byte)'\\');
            var plain = escape < 0 ? json : json[..escape];
            plain.CopyTo(output[length..]);
            length += plain.Length;
            if (escape < 0) return length;

            var kind = json[escape + 1];
            if (kind == 'u')
            {
                length += Encode(ushort.Parse(json.Slice(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), output[length..]);
                json = json[(escape + 6)..];
                continue;
            }
            output[length++] = kind switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'t' => (byte)'\t',
                (byte)'r' => (byte)'\r',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                _ => kind,
            };
            json = json[(escape + 2)..];
        }
    }

    /// <summary>Makes UTF-8 of it: pairs joined, what is broken replaced, an unfinished character at the end left out.</summary>
    /// <param name="unfinished">How many bytes at the end may yet become a character.</param>
    public static int Mend(ReadOnlySpan<byte> text, Span<byte> output, out int unfinished)
    {
        var length = 0;
        unfinished = 0;
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out var rune, out var used);
            if (status == OperationStatus.NeedMoreData || IsHigh(text) && text.Length == 3)
            {
                unfinished = text.Length;
                return length;
            }
            if (status == OperationStatus.InvalidData && IsHigh(text))
            {
                used = 3;
                if (IsLow(text[3..]))
                {
                    rune = new Rune((char)Unit(text), (char)Unit(text[3..]));
                    used = 6;
                }
            }
            else if (status == OperationStatus.InvalidData && IsLow(text))
            {
                used = 3;
            }
            length += rune.EncodeToUtf8(output[length..]);
            text = text[used..];
        }
        return length;
    }

    private static int Encode(ushort unit, Span<byte> output)
    {
        if (unit < 0x80)
        {
            output[0] = (byte)unit;
            return 1;
        }
        if (unit < 0x800)
        {
            output[0] = (byte)(0xC0 | unit >> 6);
            output[1] = (byte)(0x80 | unit & 0x3F);
            return 2;
        }
        output[0] = (byte)(0xE0 | unit >> 12);
        output[1] = (byte)(0x80 | unit >> 6 & 0x3F);
        output[2] = (byte)(0x80 | unit & 0x3F);
        return 3;
    }

    private static bool IsHigh(ReadOnlySpan<byte> text) => text is [0xED, >= 0xA0 and <= 0xAF, >= 0x80 and <= 0xBF, ..];

    private static bool IsLow(ReadOnlySpan<byte> text) => text is [0xED, >= 0xB0 and <= 0xBF, >= 0x80 and <= 0xBF, ..];

    private static int Unit(ReadOnlySpan<byte> text) => (text[0] & 0x0F) << 12 | (text[1] & 0x3F) << 6 | text[2] & 0x3F;
}
