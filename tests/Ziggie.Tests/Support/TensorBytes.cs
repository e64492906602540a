using System.Runtime.InteropServices;
using Ziggie.Engine.Gguf;

namespace Ziggie.Tests.Support;

/// <summary>Numbers as the file stores them.</summary>
internal static class TensorBytes
{
    public static byte[] Of(GgufTensorType type, ReadOnlySpan<float> values) => type switch
    {
        GgufTensorType.F32 => MemoryMarshal.AsBytes(values).ToArray(),
        GgufTensorType.F16 => Halves(values),
        GgufTensorType.Q8_0 => Q8(values),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Only F32, F16 and Q8_0 are made here."),
    };

    private static byte[] Halves(ReadOnlySpan<float> values)
    {
        var halves = new Half[values.Length];
        for (var i = 0; i < values.Length; i++) halves[i] = (Half)values[i];
        return MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
    }

    private static byte[] Q8(ReadOnlySpan<float> values)
    {
        const int block = 32;
        const int blockBytes = 2 + block;
        var bytes = new byte[values.Length / block * blockBytes];
        for (var b = 0; b < values.Length / block; b++)
        {
            var from = values.Slice(b * block, block);
            var to = bytes.AsSpan(b * blockBytes, blockBytes);
            var largest = 0f;
            foreach (var value in from) largest = Math.Max(largest, Math.Abs(value));
            var scale = largest / sbyte.MaxValue;
            BitConverter.TryWriteBytes(to, (Half)scale);
            for (var i = 0; i < block; i++) to[2 + i] = (byte)(sbyte)(scale == 0 ? 0 : MathF.Round(from[i] / scale));
        }
        return bytes;
    }
}
