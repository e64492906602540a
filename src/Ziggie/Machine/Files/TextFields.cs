using System.Buffers.Text;

namespace Ziggie.Machine.Files;

/// <summary>Goes through the fields of a line, or through the lines of a text, without allocation.</summary>
internal ref struct TextFields(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>The next line without its end; false when there is none.</summary>
    public bool TryLine(out ReadOnlySpan<byte> line)
    {
        line = _rest;
        if (_rest.IsEmpty) return false;
        var end = _rest.IndexOf((byte)'\n');
        if (end >= 0) line = _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return true;
    }

    /// <summary>The next word between white space.</summary>
    public bool TryWord(out ReadOnlySpan<byte> word)
    {
        _rest = _rest.TrimStart(" \t\n"u8);
        word = _rest;
        if (_rest.IsEmpty) return false;
        var end = _rest.IndexOfAny(" \t\n"u8);
        if (end >= 0) word = _rest[..end];
        _rest = end < 0 ? default : _rest[end..];
        return true;
    }

    /// <summary>The next word as a whole number; what is too large for one counts as the largest.</summary>
    public bool TryNumber(out long number)
    {
        number = 0;
        if (!TryWord(out var word)) return false;
        var negative = word[0] == '-';
        if (negative) word = word[1..];
        if (word.IsEmpty) return false;
        foreach (var b in word)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                number = 0;
                return false;
            }
            number = number > (long.MaxValue - 9) / 10 ? long.MaxValue / 10 * 10 : number * 10 + (b - '0');
        }
        if (negative) number = -number;
        return true;
    }

    public bool TryFraction(out double number)
    {
        number = 0;
        return TryWord(out var word) && Utf8Parser.TryParse(word, out number, out var used) && used == word.Length && double.IsFinite(number);
    }

    public bool Skip(int words)
    {
        for (; words > 0; words--)
            if (!TryWord(out _)) return false;
        return true;
    }
}
