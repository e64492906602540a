namespace Ziggie.Usage.Journal;

/// <summary>Reads what <see cref="PayloadWriter"/> wrote. After a read past the end <see cref="Failed"/> is true and everything reads as nothing.</summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> bytes, TextPool pool)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public bool Failed { get; private set; }

    public byte Byte()
    {
        if (_at < _bytes.Length) return _bytes[_at++];
        Failed = true;
        return 0;
    }

    public long Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return (long)value;
        }
        Failed = true;
        return 0;
    }

    public long Optional() => Number() - 1;

    public int OptionalInt() => (int)Math.Clamp(Optional(), -1, int.MaxValue);

    public string? Text()
    {
        var coded = Number();
        if (coded == 0 || Failed) return null;
        if (coded - 1 > _bytes.Length - _at)
        {
            Failed = true;
            return null;
        }
        var text = pool.Get(_bytes.Slice(_at, (int)coded - 1));
        _at += (int)coded - 1;
        return text;
    }
}
