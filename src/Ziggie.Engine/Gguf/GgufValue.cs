using System.Buffers.Binary;
using System.Globalization;

namespace Ziggie.Engine.Gguf;

/// <summary>One metadata value. Each view of it is null where the value is of another kind.</summary>
public sealed class GgufValue
{
    private GgufValue(GgufValueType type) => Type = type;

    public GgufValueType Type { get; }

    /// <summary>Null for a text too long to keep, too.</summary>
    public string? Text { get; private init; }

    /// <summary>A whole number that fits.</summary>
    public long? Integer { get; private init; }

    /// <summary>Any number.</summary>
    public double? Number { get; private init; }

    public bool? Flag { get; private init; }

    public GgufArray? Array { get; private init; }

    internal static GgufValue Of(string text) => new(GgufValueType.String) { Text = text };

    internal static GgufValue TooLong { get; } = new(GgufValueType.String);

    internal static GgufValue Of(GgufArray array) => new(GgufValueType.Array) { Array = array };

    internal static GgufValue Of(GgufValueType type, ReadOnlySpan<byte> bytes) => type switch
    {
        GgufValueType.UInt8 => Whole(type, bytes[0]),
        GgufValueType.Int8 => Whole(type, (sbyte)bytes[0]),
        GgufValueType.UInt16 => Whole(type, BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
        GgufValueType.Int16 => Whole(type, BinaryPrimitives.ReadInt16LittleEndian(bytes)),
        GgufValueType.UInt32 => Whole(type, BinaryPrimitives.ReadUInt32LittleEndian(bytes)),
        GgufValueType.Int32 => Whole(type, BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        GgufValueType.Int64 => Whole(type, BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        GgufValueType.UInt64 => Unsigned(BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
        GgufValueType.Float32 => new(type) { Number = BinaryPrimitives.ReadSingleLittleEndian(bytes) },
        GgufValueType.Float64 => new(type) { Number = BinaryPrimitives.ReadDoubleLittleEndian(bytes) },
        GgufValueType.Bool => new(type) { Flag = bytes[0] != 0 },
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static GgufValue Whole(GgufValueType type, long value) => new(type) { Integer = value, Number = value };

    private static GgufValue Unsigned(ulong value) =>
        new(GgufValueType.UInt64) { Integer = value <= long.MaxValue ? (long)value : null, Number = value };

    public override string ToString() => this switch
    {
        { Array: { } array } => array.ToString(),
        { Text: { } text } => text,
        { Type: GgufValueType.String } => "(a long text)",
        { Flag: { } flag } => flag ? "true" : "false",
        { Integer: { } integer } => integer.ToString(CultureInfo.InvariantCulture),
        _ => Number!.Value.ToString("R", CultureInfo.InvariantCulture),
    };
}
