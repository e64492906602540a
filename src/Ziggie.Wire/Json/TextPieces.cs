using System.Text.Json;
using System.Text.Unicode;

namespace Ziggie.Wire.Json;

/// <summary>
/// Turns JSON strings that come piece by piece into whole-character UTF-8. A character cut in two by a backend (half of its bytes, or
/// half of a surrogate pair) is kept back until its rest comes; what can never become a character turns into U+FFFD.
/// The span it gives is valid until the next call. Does not allocate but to grow.
/// </summary>
internal sealed class TextPieces
{
    private readonly byte[] _held = new byte[4];
    private int _heldLength;
    private byte[] _raw = [];
    private byte[] _whole = [];

    /// <summary>The reader's current string, unescaped; empty for any other token.</summary>
    public ReadOnlySpan<byte> Take(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? Take(reader.ValueSpan, reader.ValueIsEscaped) : default;

    /// <summary>A string as it stands in the JSON, unescaped.</summary>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> piece, bool escaped)
    {
        if (_heldLength == 0 && !escaped && Utf8.IsValid(piece)) return piece;

        var room = _heldLength + piece.Length;
        if (_raw.Length < room) _raw = new byte[Math.Max(256, room * 2)];
        _held.AsSpan(0, _heldLength).CopyTo(_raw);
        if (escaped) room = _heldLength + LooseText.Unescape(piece, _raw.AsSpan(_heldLength));
        else piece.CopyTo(_raw.AsSpan(_heldLength));
        return WholeCharacters(_raw.AsSpan(0, room));
    }

    /// <summary>What stands for bytes still kept back at the end of the text: they will never be whole.</summary>
    public ReadOnlySpan<byte> Flush()
    {
        if (_heldLength == 0) return default;
        _heldLength = 0;
        return "\uFFFD"u8;
    }

    private ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> text)
    {
        _heldLength = 0;
        if (Utf8.IsValid(text)) return text;
        if (_whole.Length < text.Length * LooseText.MostGrowth) _whole = new byte[text.Length * LooseText.MostGrowth];
        var length = LooseText.Mend(text, _whole, out var unfinished);
        text[^unfinished..].CopyTo(_held);
        _heldLength = unfinished;
        return _whole.AsSpan(0, length);
    }
}
