using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Ziggie.Engine.Gguf;

/// <summary>Reads one file up to its weights. Whatever a count claims, memory is only taken for what is really there.</summary>
internal sealed class GgufReader
{
    private const int DefaultAlignment = 32;
    private const string Again = "The file is damaged: download it again, or from another source.";
    private const string Elsewhere = "Get the file from another source.";

    // What an entry takes at the very least: lengths and types.
    private const int LeastKeyBytes = 8 + 1 + 4 + 1;
    private const int LeastTensorBytes = 8 + 1 + 4 + 4 + 8;

    // What an object costs besides its texts, roughly.
    private const int ValueCost = 96;
    private const int TensorCost = 192;

    private readonly GgufCursor _cursor;
    private readonly int _part;

    private GgufReader(GgufCursor cursor, int part)
    {
        _cursor = cursor;
        _part = part;
    }

    public static GgufFile Read(GgufCursor cursor, int part) => new GgufReader(cursor, part).Read();

    private GgufFile Read()
    {
        GgufMagic.Check(_cursor);
        var version = Version();
        var tensorCount = Count("tensors", GgufLimits.Tensors);
        var keyCount = Count("metadata entries", GgufLimits.Keys);
        Fits(keyCount, LeastKeyBytes, "its metadata");
        var metadata = Metadata(keyCount);
        var alignment = Alignment(metadata);
        Fits(tensorCount, LeastTensorBytes, "its list of tensors");
        var tensors = new List<GgufTensor>(tensorCount);
        var names = new HashSet<string>(tensorCount, StringComparer.Ordinal);
        var end = 0L;
        for (var i = 0; i < tensorCount; i++) tensors.Add(Tensor(i, names, alignment, ref end));
        var dataOffset = tensorCount == 0 ? _cursor.Position : Padded(_cursor.Position, alignment);
        CheckWhole(tensors, dataOffset);
        return new GgufFile
        {
            Version = version,
            Metadata = metadata,
            Tensors = [.. tensors.Select(t => t with { Offset = dataOffset + t.Offset })],
            Parts = [new GgufPart(_cursor.Name, dataOffset, _cursor.Length)],
        };
    }

    private int Version()
    {
        var version = _cursor.UInt32("its version");
        if (version is 2 or 3) return (int)version;
        if (version == 1)
            throw _cursor.Fail(GgufFault.Unsupported, "is a GGUF file of version 1, from August 2023, which nothing reads any more", "Get a newer file of the same model.");
        // A small number read from the wrong end.
        if ((version & 0xFFFF) == 0 && version != 0) throw GgufMagic.BigEndian(_cursor);
        if (version == 0) throw _cursor.Fail(GgufFault.Damaged, "says it is of version 0, which never was", Again);
        throw _cursor.Fail(GgufFault.Unsupported, $"is a GGUF file of version {version}; versions 2 and 3 are known here", "Get the model in version 3, or a newer Ziggie.");
    }

    private int Count(string what, int most)
    {
        var count = _cursor.UInt64($"the number of {what}");
        if (count > (ulong)most) throw _cursor.Fail(GgufFault.TooLarge, $"claims {count} {what}; {most} is the most that is taken", Again);
        return (int)count;
    }

    private void Fits(long count, int leastBytes, string what)
    {
        if (count * leastBytes > _cursor.Remaining) throw _cursor.CutShort(what, count * leastBytes - _cursor.Remaining);
    }

    private Dictionary<string, GgufValue> Metadata(int count)
    {
        var metadata = new Dictionary<string, GgufValue>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var at = _cursor.Position;
            var key = Name("a metadata key", GgufLimits.KeyBytes);
            var value = Value(key);
            if (!metadata.TryAdd(key, value)) throw _cursor.Fail(GgufFault.Damaged, $"has the metadata key '{Shown(key)}' twice", Again, key, at);
        }
        return metadata;
    }

    private string Name(string what, int most)
    {
        var length = _cursor.UInt64($"the length of {what}");
        if (length == 0) throw _cursor.Fail(GgufFault.Damaged, $"has {what} without a name", Again);
        if (length > (ulong)most) throw _cursor.Fail(GgufFault.Damaged, $"claims {what} of {length} bytes; {most} is the most there may be", Again);
        return _cursor.Text((int)length, what);
    }

    private GgufValue Value(string key)
    {
        _cursor.Keep(ValueCost);
        var type = Type(key);
        return type == GgufValueType.Array ? GgufValue.Of(Elements(key)) : Single(type, key);
    }

    private GgufValueType Type(string key)
    {
        var at = _cursor.Position;
        var type = _cursor.UInt32($"the type of '{Shown(key)}'");
        if (GgufValueTypes.IsKnown(type)) return (GgufValueType)type;
        throw _cursor.Fail(GgufFault.Damaged, $"gives '{Shown(key)}' the type {type}, which does not exist", Again, key, at);
    }

    private GgufValue Single(GgufValueType type, string key)
    {
        var what = $"the value of '{Shown(key)}'";
        if (type != GgufValueType.String) return GgufValue.Of(type, _cursor.Take(GgufValueTypes.Size(type), what));
        var length = TextLength(what);
        if (length <= GgufLimits.KeptTextBytes) return GgufValue.Of(_cursor.Text((int)length, what));
        _cursor.Skip(length, what);
        return GgufValue.TooLong;
    }

    private GgufArray Elements(string key)
    {
        var at = _cursor.Position;
        var type = Type(key);
        if (type == GgufValueType.Array)
            throw _cursor.Fail(GgufFault.Unsupported, $"has lists within the list '{Shown(key)}', which llama.cpp does not read", Elsewhere, key, at);
        var what = $"the list '{Shown(key)}'";
        var count = _cursor.UInt64(what);
        var least = type == GgufValueType.String ? 8 : GgufValueTypes.Size(type);
        // Divided, not multiplied: the count may be anything.
        if (count > (ulong)(_cursor.Remaining / least))
            throw _cursor.Fail(GgufFault.Truncated, $"claims {count} elements in {what}, more than the rest of the file holds: it was cut short or is damaged", "Download it again.", key);
        var list = new GgufArray(type, (long)count, []);
        if (count > GgufLimits.KeptElements)
        {
            Pass(list, what);
            return list;
        }
        _cursor.Keep((long)count * ValueCost);
        var kept = new List<GgufValue>((int)count);
        for (var i = 0UL; i < count; i++) kept.Add(Single(type, key));
        return list with { Kept = kept };
    }

    private void Pass(GgufArray list, string what)
    {
        if (list.ElementType != GgufValueType.String)
        {
            _cursor.Skip(list.Count * GgufValueTypes.Size(list.ElementType), what);
            return;
        }
        for (var i = 0L; i < list.Count; i++) _cursor.Skip(TextLength(what), what);
    }

    private long TextLength(string what)
    {
        var length = _cursor.UInt64(what);
        if (length <= (ulong)_cursor.Remaining) return (long)length;
        throw _cursor.Fail(GgufFault.Truncated, $"claims a text of {length} bytes in {what}, more than the rest of the file holds: it was cut short or is damaged", "Download it again.");
    }

    private long Alignment(Dictionary<string, GgufValue> metadata)
    {
        const string key = "general.alignment";
        if (!metadata.TryGetValue(key, out var value)) return DefaultAlignment;
        if (value is { Type: GgufValueType.UInt32, Integer: > 0 and <= GgufLimits.Alignment and var alignment } && long.IsPow2(alignment)) return alignment;
        throw _cursor.Fail(GgufFault.Damaged, $"has the {key} {Shown(value.ToString())} ({GgufValueTypes.Name(value.Type)}); it must be a power of two, as u32", Again, key);
    }

    /// <summary>One entry of the list. Its offset counts from the start of the weights, which is not known yet.</summary>
    private GgufTensor Tensor(int index, HashSet<string> names, long alignment, ref long end)
    {
        _cursor.Keep(TensorCost);
        var at = _cursor.Position;
        var name = Name("a tensor", GgufLimits.TensorNameBytes);
        if (!names.Add(name)) throw _cursor.Fail(GgufFault.Damaged, $"has the tensor '{Shown(name)}' twice", Again, name, at);
        var what = $"the entry of tensor {index + 1}, '{Shown(name)}'";
        var dimensions = Dimensions(name, what, out var elements);
        var type = TensorType(name, what, dimensions);
        var bytes = Bytes(name, type, elements);
        var offset = _cursor.UInt64(what);
        if (offset != (ulong)end)
            throw _cursor.Fail(GgufFault.Damaged, $"places the tensor '{Shown(name)}' at {offset} of its weights, where {end} would follow from those before it", Again, name, at);
        if (bytes > long.MaxValue - GgufLimits.Alignment * 4 - end) throw Overflow(name);
        end = Padded(end + bytes, alignment);
        return new GgufTensor(name, dimensions, type, (long)offset, bytes, _part);
    }

    private ImmutableArray<long> Dimensions(string name, string what, out long elements)
    {
        var count = _cursor.UInt32(what);
        if (count > GgufLimits.Dimensions)
            throw _cursor.Fail(GgufFault.Damaged, $"gives the tensor '{Shown(name)}' {count} dimensions; {GgufLimits.Dimensions} is the most there may be", Again, name);
        elements = 1;
        var bytes = _cursor.Take((int)count * 8, what);
        var dimensions = ImmutableArray.CreateBuilder<long>((int)count);
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * 8)..]);
            if (length < 0 || (length > 0 && elements > long.MaxValue / length)) throw Overflow(name);
            elements *= length;
            dimensions.Add(length);
        }
        return dimensions.MoveToImmutable();
    }

    private GgufTensorType TensorType(string name, string what, ImmutableArray<long> dimensions)
    {
        var number = _cursor.UInt32(what);
        var type = (GgufTensorType)number;
        var block = GgufTensorTypes.Block(type).Elements;
        var row = dimensions.IsEmpty ? 1 : dimensions[0];
        if (GgufTensorTypes.WasGivenUp(number))
            throw _cursor.Fail(GgufFault.Unsupported, $"stores the tensor '{Shown(name)}' as type {number}, which llama.cpp has given up", "Get a newer file of the model, such as Q4_0 or Q4_K_M.", name);
        if (block == 0)
            throw _cursor.Fail(GgufFault.Unsupported, $"stores the tensor '{Shown(name)}' as type {number}, which is not known here", "If the file is whole it was made for a newer llama.cpp: get another quantisation, or a newer Ziggie.", name);
        if (row % block != 0)
            throw _cursor.Fail(GgufFault.Damaged, $"has {row} elements in a row of the tensor '{Shown(name)}', which {type} stores in blocks of {block}", Again, name);
        return type;
    }

    private long Bytes(string name, GgufTensorType type, long elements)
    {
        var block = GgufTensorTypes.Block(type);
        return elements / block.Elements <= long.MaxValue / block.Bytes ? GgufTensorTypes.Bytes(type, elements) : throw Overflow(name);
    }

    private GgufException Overflow(string name) =>
        _cursor.Fail(GgufFault.Damaged, $"gives the tensor '{Shown(name)}' a size that no machine can count", Again, name);

    private void CheckWhole(List<GgufTensor> tensors, long dataOffset)
    {
        if (tensors is not [.., var last]) return;
        var whole = dataOffset + last.Offset + last.Bytes;
        if (whole <= _cursor.Length) return;
        throw _cursor.Fail(
            GgufFault.Truncated,
            $"is not whole: {whole - _cursor.Length} of {whole} bytes are missing, first of the tensor '{Shown(tensors.First(t => dataOffset + t.Offset + t.Bytes > _cursor.Length).Name)}'",
            "Let the download finish, or download it again.",
            at: _cursor.Length);
    }

    private static long Padded(long offset, long alignment) => (offset + alignment - 1) & ~(alignment - 1);

    /// <summary>What a stranger wrote, fit for a message.</summary>
    private static string Shown(string text)
    {
        const int most = 80;
        var shown = string.Create(Math.Min(text.Length, most), text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '?' : from[i];
        });
        return text.Length > most ? shown + "…" : shown;
    }
}
