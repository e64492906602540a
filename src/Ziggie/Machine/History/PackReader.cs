using System.Buffers.Binary;

namespace Ziggie.Machine.History;

/// <summary>Reads what a pack is made of; where it ends early, there are zeros.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Left => _rest.Length;

    public long Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && _rest.Length > 0; shift += 7)
        {
            var b = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) break;
        }
        return (long)value;
    }

    public float Single() => Take(4) is { Length: 4 } four ? BinaryPrimitives.ReadSingleLittleEndian(four) : 0;

    public double Double() => Take(8) is { Length: 8 } eight ? BinaryPrimitives.ReadDoubleLittleEndian(eight) : 0;

    public void Skip(int bytes) => Take(bytes);

    private ReadOnlySpan<byte> Take(int bytes)
    {
        var taken = _rest[..Math.Min(bytes, _rest.Length)];
        _rest = _rest[taken.Length..];
        return taken;
    }
}
