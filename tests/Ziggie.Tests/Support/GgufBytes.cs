using System.Buffers.Binary;
using System.Text;

namespace Ziggie.Tests.Support;

/// <summary>Writes the pieces of a GGUF file one by one, well or badly formed.</summary>
internal sealed class GgufBytes
{
    private readonly MemoryStream _bytes = new();

    public long Length => _bytes.Length;

    public byte[] ToArray() => _bytes.ToArray();

    public static GgufBytes Head(uint version = 3, ulong tensors = 0, ulong keys = 0) => new GgufBytes().Raw("GGUF"u8).U32(version).U64(tensors).U64(keys);

    public GgufBytes Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public GgufBytes U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public GgufBytes U64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public GgufBytes Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return U64((ulong)bytes.Length).Raw(bytes);
    }

    public GgufBytes Key(string key, string value) => Text(key).U32(8).Text(value);

    public GgufBytes Key(string key, uint value) => Text(key).U32(4).U32(value);

    /// <summary>An entry in the list of tensors.</summary>
    public GgufBytes Tensor(string name, uint type, ulong offset, params ReadOnlySpan<ulong> dimensions)
    {
        Text(name).U32((uint)dimensions.Length);
        foreach (var length in dimensions) U64(length);
        return U32(type).U64(offset);
    }

    public GgufBytes PadTo(long alignment) => Raw(new byte[(int)(-Length & (alignment - 1))]);
}
