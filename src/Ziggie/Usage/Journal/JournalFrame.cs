using System.Buffers.Binary;
using System.Numerics;

namespace Ziggie.Usage.Journal;

/// <summary>
/// How a record lies in a segment: mark (2 bytes), length of the payload (2), CRC-32C over length and payload (4), payload.
/// The checksum starts from the segment's random seed, so that neither text inside a record nor an old file's blocks can pass for a record.
/// </summary>
internal static class JournalFrame
{
    public const int HeaderSize = 8;
    public const int MaxSize = 4096;

    // 0xF5 occurs in no UTF-8 text, so looking for the next record never stops inside a name.
    public const byte Mark0 = 0xF5;
    public const byte Mark1 = 0x5A;

    /// <summary>Fills in the header of a frame whose payload is in place.</summary>
    public static void Seal(Span<byte> frame, uint seed)
    {
        frame[0] = Mark0;
        frame[1] = Mark1;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[2..], (ushort)(frame.Length - HeaderSize));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(seed, frame));
    }

    /// <summary>The payload of the frame at the start of the bytes; false where none is whole there.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> bytes, uint seed, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (bytes.Length < HeaderSize || bytes[0] != Mark0 || bytes[1] != Mark1) return false;
        var size = HeaderSize + BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (size > MaxSize || size > bytes.Length) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Checksum(seed, bytes[..size])) return false;
        payload = bytes[HeaderSize..size];
        return true;
    }

    private static uint Checksum(uint seed, ReadOnlySpan<byte> frame)
    {
        var crc = BitOperations.Crc32C(~seed, BinaryPrimitives.ReadUInt16LittleEndian(frame[2..]));
        var rest = frame[HeaderSize..];
        for (; rest.Length >= 8; rest = rest[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        foreach (var b in rest) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
