using System.Buffers.Binary;

namespace Ziggie.Engine.Libraries;

/// <summary>Tells from a library's first bytes what it was built for, without loading it.</summary>
internal static class LibraryFile
{
    /// <summary>Such as <c>linux-x64</c>; null for a file that is no library.</summary>
    public static string? PlatformOf(string path)
    {
        Span<byte> head = stackalloc byte[1024];
        using var file = File.OpenRead(path);
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head.Length < 64) return null;
        return BinaryPrimitives.ReadUInt32BigEndian(head) switch
        {
            0x7F454C46 => Elf(head),
            0xCFFAEDFE => BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) switch { 0x01000007 => "mac-x64", 0x0100000C => "mac-arm64", _ => "mac-other" },
            // Holds several; the system picks.
            0xCAFEBABE => OperatingSystem.IsMacOS() ? EnginePlatform.Current : "mac-universal",
            _ => head.StartsWith("MZ"u8) ? Windows(head) : null,
        };
    }

    /// <summary>False for a Linux library that was cut off: loading it would end the process.</summary>
    public static bool IsWhole(string path)
    {
        Span<byte> head = stackalloc byte[4096];
        using var file = File.OpenRead(path);
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head.Length < 64) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(head) != 0x7F454C46 || head[4] != 2 || head[5] != 1) return true;
        var (at, size, count) = (BinaryPrimitives.ReadUInt64LittleEndian(head[32..]), BinaryPrimitives.ReadUInt16LittleEndian(head[54..]), BinaryPrimitives.ReadUInt16LittleEndian(head[56..]));
        for (var i = 0; i < count; i++, at += size)
        {
            // Where the segments are listed elsewhere, this does not tell.
            if (at > (ulong)head.Length - 56) return true;
            var segment = head[(int)at..];
            var (from, length) = (BinaryPrimitives.ReadUInt64LittleEndian(segment[8..]), BinaryPrimitives.ReadUInt64LittleEndian(segment[32..]));
            if (from + length > (ulong)file.Length) return false;
        }
        return true;
    }

    private static string Elf(ReadOnlySpan<byte> head)
    {
        // Byte order: 1 is little endian, which all that we know are.
        if (head[5] != 1) return "linux-other";
        return BinaryPrimitives.ReadUInt16LittleEndian(head[18..]) switch { 62 => "linux-x64", 183 => "linux-arm64", 40 => "linux-armv7l", _ => "linux-other" };
    }

    private static string? Windows(ReadOnlySpan<byte> head)
    {
        var start = BinaryPrimitives.ReadInt32LittleEndian(head[0x3C..]);
        if (start < 0 || start > head.Length - 6 || !head[start..].StartsWith("PE\0\0"u8)) return null;
        return BinaryPrimitives.ReadUInt16LittleEndian(head[(start + 4)..]) switch { 0x8664 => "win-x64", 0xAA64 => "win-arm64", _ => "win-other" };
    }
}
