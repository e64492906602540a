using System.Text;

namespace Ziggie.Usage.Journal;

/// <summary>Writes numbers as varints and text as length and UTF-8 into a buffer that is known to be large enough.</summary>
internal ref struct PayloadWriter(Span<byte> buffer)
{
    // Up to this many chars a text has at most 126 bytes, so that its length takes one byte and can be filled in afterwards.
    private const int ShortText = 42;

    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void Byte(byte value) => _buffer[Length++] = value;

    public void Number(long value)
    {
        var rest = (ulong)Math.Max(0, value);
        for (; rest >= 0x80; rest >>= 7) _buffer[Length++] = (byte)(rest | 0x80);
        _buffer[Length++] = (byte)rest;
    }

    /// <summary>A number that may be -1 for "not said".</summary>
    public void Optional(long value) => Number(Math.Max(-1, value) + 1);

    /// <summary>Text, cut to a number of characters; null is kept apart from empty.</summary>
    public void Text(string? text, int maxChars)
    {
        if (text is null)
        {
            Byte(0);
            return;
        }
        var chars = text.AsSpan(0, Math.Min(text.Length, maxChars));
        var prefix = chars.Length <= ShortText ? 1 : 2;
        var size = Encoding.UTF8.GetBytes(chars, _buffer[(Length + prefix)..]);
        // PostgreSQL's text cannot hold NUL, and one odd name must not hold up the import.
        _buffer.Slice(Length + prefix, size).Replace((byte)0, (byte)'?');
        var coded = size + 1;
        if (prefix == 1)
        {
            _buffer[Length] = (byte)coded;
        }
        else
        {
            _buffer[Length] = (byte)(coded | 0x80);
            _buffer[Length + 1] = (byte)(coded >> 7);
        }
        Length += prefix + size;
    }
}
