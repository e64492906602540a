using System.Buffers.Binary;

namespace Ziggie.Usage.Journal;

/// <summary>The first bytes of a segment: what it is, and the seed of its checksums.</summary>
internal static class SegmentHeader
{
    public const int Size = 8;

    private static ReadOnlySpan<byte> Magic => "ZUJ1"u8;

    public static void Write(Span<byte> into, uint seed)
    {
        Magic.CopyTo(into);
        BinaryPrimitives.WriteUInt32LittleEndian(into[4..], seed);
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out uint seed)
    {
        seed = 0;
        if (bytes.Length < Size || !bytes[..4].SequenceEqual(Magic)) return false;
        seed = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        return true;
    }
}
