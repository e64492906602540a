using System.Buffers;
using System.Text;

namespace Ziggie.Conversations;

/// <summary>Text that grows by UTF-8 pieces; a character split between two pieces waits for its rest. Knows what of it was already taken as news.</summary>
internal sealed class GrowingText
{
    private readonly StringBuilder _text = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private int _told;

    public int Length => _text.Length;

    public bool HasNews => _told < _text.Length;

    public int NewsLength => _text.Length - _told;

    public void Append(ReadOnlySpan<byte> utf8)
    {
        var chars = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(utf8.Length));
        try
        {
            var length = _decoder.GetChars(utf8, chars, flush: false);
            // PostgreSQL keeps no NUL in a text.
            chars.AsSpan(0, length).Replace('\0', '\uFFFD');
            _text.Append(chars, 0, length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <summary>What came since the last call; null if nothing.</summary>
    public string? TakeNews()
    {
        if (!HasNews) return null;
        var news = _text.ToString(_told, _text.Length - _told);
        _told = _text.Length;
        return news;
    }

    /// <summary>What was taken as news so far.</summary>
    public string Told => _text.ToString(0, _told);

    public override string ToString() => _text.ToString();
}
