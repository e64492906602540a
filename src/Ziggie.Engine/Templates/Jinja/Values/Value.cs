using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ziggie.Engine.Templates.Jinja.Values;

/// <summary>A value as Python would hold it. The default is undefined.</summary>
internal readonly struct Value : IEquatable<Value>
{
    private readonly object? _object;
    private readonly long _bits;

    private Value(ValueKind kind, object? content, long bits = 0)
    {
        Kind = kind;
        _object = content;
        _bits = bits;
    }

    public ValueKind Kind { get; }

    public static Value None { get; } = new(ValueKind.None, null);
    public static Value True { get; } = new(ValueKind.Boolean, null, 1);
    public static Value False { get; } = new(ValueKind.Boolean, null);
    public static Value Empty { get; } = new(ValueKind.String, "");

    public bool IsUndefined => Kind == ValueKind.Undefined;
    public bool IsNone => Kind == ValueKind.None;
    public bool IsMissing => Kind <= ValueKind.None;
    public bool IsString => Kind == ValueKind.String;
    public bool IsNumber => Kind is ValueKind.Integer or ValueKind.Float or ValueKind.Boolean;
    public bool IsSequence => Kind is ValueKind.List or ValueKind.Tuple;

    /// <summary>The string, list, map, function or loop; its kind says which.</summary>
    public string Text => (string)_object!;
    public List<Value> Items => (List<Value>)_object!;
    public Map Map => (Map)_object!;
    public Function Function => (Function)_object!;
    public LoopState Loop => (LoopState)_object!;

    /// <summary>Of a boolean too, as in Python.</summary>
    public long Integer => _bits;

    public double Number => Kind == ValueKind.Float ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    public static Value Of(string text) => new(ValueKind.String, text);
    public static Value Of(bool value) => value ? True : False;
    public static Value Of(long value) => new(ValueKind.Integer, null, value);
    public static Value Of(double value) => new(ValueKind.Float, null, BitConverter.DoubleToInt64Bits(value));
    public static Value Of(List<Value> items) => new(ValueKind.List, items);
    public static Value Tuple(List<Value> items) => new(ValueKind.Tuple, items);
    public static Value Of(Map map) => new(ValueKind.Map, map);
    public static Value Namespace(Map map) => new(ValueKind.Namespace, map);
    public static Value Of(Function function) => new(ValueKind.Function, function);
    public static Value Of(LoopState loop) => new(ValueKind.Loop, loop);

    public static Value TextOrNone(string? text) => text is null ? None : Of(text);

    /// <summary>As Python's <c>bool()</c>.</summary>
    public bool IsTrue => Kind switch
    {
        ValueKind.Undefined or ValueKind.None => false,
        ValueKind.Boolean or ValueKind.Integer => _bits != 0,
        ValueKind.Float => Number != 0,
        ValueKind.String => Text.Length > 0,
        ValueKind.List or ValueKind.Tuple => Items.Count > 0,
        ValueKind.Map => Map.Count > 0,
        _ => true,
    };

    /// <summary>The kind in Python's words, for messages.</summary>
    public string TypeName => Kind switch
    {
        ValueKind.Undefined => "undefined",
        ValueKind.None => "None",
        ValueKind.Boolean => "bool",
        ValueKind.Integer => "int",
        ValueKind.Float => "float",
        ValueKind.String => "str",
        ValueKind.List => "list",
        ValueKind.Tuple => "tuple",
        ValueKind.Map => "dict",
        ValueKind.Namespace => "namespace",
        ValueKind.Function => "function",
        _ => "loop",
    };

    /// <summary>The same value, as Python's <c>==</c> sees it.</summary>
    public bool Equals(Value other) => ValueEquality.AreEqual(this, other, 0);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Value other && Equals(other);

    public override int GetHashCode() => Kind switch
    {
        ValueKind.String => Text.GetHashCode(StringComparison.Ordinal),
        ValueKind.Boolean or ValueKind.Integer => _bits.GetHashCode(),
        ValueKind.Float when Number == Math.Truncate(Number) && Math.Abs(Number) < 9e15 => ((long)Number).GetHashCode(),
        ValueKind.Float => Number.GetHashCode(),
        _ => (int)Kind,
    };

    public override string ToString() => Kind switch
    {
        ValueKind.String => Text,
        ValueKind.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        _ => ValueText.Of(this),
    };

    internal bool IsSameObject(Value other) => ReferenceEquals(_object, other._object) && Kind == other.Kind && _bits == other._bits;
}
