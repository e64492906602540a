using System.Collections;
using System.Runtime.InteropServices;
using Ziggie.Engine.Gguf;

namespace Ziggie.Tests.Support;

/// <summary>Makes GGUF files that llama.cpp loads; see <see cref="TinyLlama"/> for whole models.</summary>
internal sealed class GgufBuilder
{
    private readonly List<(string Key, object Value)> _metadata = [];
    private readonly List<(string Name, GgufTensorType Type, long[] Dimensions, byte[] Data)> _tensors = [];

    public uint Version { get; init; } = 3;

    public uint Alignment { get; init; } = 32;

    /// <summary>
    /// Writes a tiny model of llama's architecture with random weights and a vocabulary of some 400 pieces, and gives back the path.
    /// By default it goes on for ever in readable ASCII; with <see cref="TinyLlamaOptions.Says"/> it answers what you want.
    /// </summary>
    public static string TinyLlama(string path, int seed = 1, TinyLlamaOptions? options = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Support.TinyLlama.Model(seed, options ?? new()).Save(path);
        return path;
    }

    /// <summary>A value of any type that the format has; arrays and lists become lists. Again with the same key: the later one counts.</summary>
    public GgufBuilder Add(string key, object value)
    {
        var at = _metadata.FindIndex(m => m.Key == key);
        if (at < 0) _metadata.Add((key, value));
        else _metadata[at] = (key, value);
        return this;
    }

    public GgufBuilder Without(string key)
    {
        _metadata.RemoveAll(m => m.Key == key);
        return this;
    }

    /// <param name="dimensions">The length of a row first.</param>
    public GgufBuilder Tensor(string name, GgufTensorType type, ReadOnlySpan<float> values, params long[] dimensions)
    {
        _tensors.Add((name, type, dimensions, TensorBytes.Of(type, values)));
        return this;
    }

    /// <summary>A tensor of zeros, whatever its type.</summary>
    public GgufBuilder Zeros(string name, GgufTensorType type, params long[] dimensions)
    {
        var block = GgufTensorTypes.Block(type);
        _tensors.Add((name, type, dimensions, new byte[dimensions.Aggregate(1L, (a, b) => a * b) / block.Elements * block.Bytes]));
        return this;
    }

    public void Save(string path) => File.WriteAllBytes(path, Build());

    public byte[] Build()
    {
        var alignment = Alignment;
        if (alignment != 32) Add("general.alignment", alignment);
        var bytes = GgufBytes.Head(Version, (ulong)_tensors.Count, (ulong)_metadata.Count);
        foreach (var (key, value) in _metadata) Write(bytes.Text(key), value);
        var offset = 0L;
        foreach (var (name, type, dimensions, data) in _tensors)
        {
            bytes.Tensor(name, (uint)type, (ulong)offset, MemoryMarshal.Cast<long, ulong>(dimensions));
            offset += (data.Length + alignment - 1) & ~(alignment - 1);
        }
        bytes.PadTo(alignment);
        foreach (var (_, _, _, data) in _tensors) bytes.Raw(data).PadTo(alignment);
        return bytes.ToArray();
    }

    private static void Write(GgufBytes bytes, object value)
    {
        if (value is IEnumerable items and not string)
        {
            var list = items.Cast<object>().ToList();
            bytes.U32(9).U32(list.Count == 0 ? 8 : TypeOf(list[0])).U64((ulong)list.Count);
            foreach (var item in list) WriteBare(bytes, item);
            return;
        }
        bytes.U32(TypeOf(value));
        WriteBare(bytes, value);
    }

    private static void WriteBare(GgufBytes bytes, object value) => _ = value switch
    {
        byte v => bytes.Raw([v]),
        sbyte v => bytes.Raw([(byte)v]),
        ushort v => bytes.Raw(BitConverter.GetBytes(v)),
        short v => bytes.Raw(BitConverter.GetBytes(v)),
        uint v => bytes.U32(v),
        int v => bytes.U32((uint)v),
        float v => bytes.Raw(BitConverter.GetBytes(v)),
        bool v => bytes.Raw([v ? (byte)1 : (byte)0]),
        string v => bytes.Text(v),
        ulong v => bytes.U64(v),
        long v => bytes.U64((ulong)v),
        double v => bytes.Raw(BitConverter.GetBytes(v)),
        _ => throw new ArgumentException($"GGUF has no {value.GetType().Name}.", nameof(value)),
    };

    private static uint TypeOf(object value) => value switch
    {
        byte => 0,
        sbyte => 1,
        ushort => 2,
        short => 3,
        uint => 4,
        int => 5,
        float => 6,
        bool => 7,
        string => 8,
        ulong => 10,
        long => 11,
        double => 12,
        _ => throw new ArgumentException($"GGUF has no {value.GetType().Name}.", nameof(value)),
    };
}
