using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ziggie.Engine.Templates.Jinja.Values;

/// <summary>How <c>tojson</c> writes: Python's <c>json.dumps</c>.</summary>
internal readonly record struct JsonStyle(string? Indent, string ItemSeparator, string KeySeparator, bool OnlyAscii = false, bool SortKeys = false)
{
    public static JsonStyle Python { get; } = new(null, ", ", ": ");
}

/// <summary>Values to JSON and back.</summary>
internal static class ValueJson
{
    private const int DeepestNesting = 100;

    public static string Write(in Value value, in JsonStyle style)
    {
        var text = new StringBuilder();
        Write(text, value, style, 0);
        return text.ToString();
    }

    public static Value Read(in JsonElement json, int depth = 0)
    {
        if (depth > DeepestNesting) throw new Fault("JSON nests too deeply");
        switch (json.ValueKind)
        {
            case JsonValueKind.String: return Value.Of(json.GetString()!);
            case JsonValueKind.True: return Value.True;
            case JsonValueKind.False: return Value.False;
            case JsonValueKind.Number: return json.TryGetInt64(out var whole) ? Value.Of(whole) : Value.Of(json.GetDouble());
            case JsonValueKind.Array:
                var items = new List<Value>(json.GetArrayLength());
                foreach (var item in json.EnumerateArray()) items.Add(Read(item, depth + 1));
                return Value.Of(items);
            case JsonValueKind.Object:
                var map = new Map(json.GetPropertyCount());
                foreach (var property in json.EnumerateObject()) map.Set(Value.Of(property.Name), Read(property.Value, depth + 1));
                return Value.Of(map);
            default: return Value.None;
        }
    }

    private static void Write(StringBuilder text, in Value value, in JsonStyle style, int depth)
    {
        if (depth > DeepestNesting) throw new Fault("a value nests too deeply for JSON");
        switch (value.Kind)
        {
            case ValueKind.Undefined or ValueKind.None: text.Append("null"); break;
            case ValueKind.Boolean: text.Append(value.IsTrue ? "true" : "false"); break;
            case ValueKind.Integer: text.Append(CultureInfo.InvariantCulture, $"{value.Integer}"); break;
            case ValueKind.Float: text.Append(ValueText.Float(value.Number)); break;
            case ValueKind.String: Quote(text, value.Text, style.OnlyAscii); break;
            case ValueKind.List or ValueKind.Tuple: WriteItems(text, value.Items, style, depth); break;
            case ValueKind.Map or ValueKind.Namespace: WriteMembers(text, value.Map, style, depth); break;
            default: throw new Fault($"a {value.TypeName} has no JSON");
        }
    }

    private static void WriteItems(StringBuilder text, List<Value> items, in JsonStyle style, int depth)
    {
        text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(style.ItemSeparator);
            NewLine(text, style, depth + 1);
            Write(text, items[i], style, depth + 1);
        }
        if (items.Count > 0) NewLine(text, style, depth);
        text.Append(']');
    }

    private static void WriteMembers(StringBuilder text, Map map, in JsonStyle style, int depth)
    {
        text.Append('{');
        var order = Enumerable.Range(0, map.Count);
        if (style.SortKeys) order = order.OrderBy(i => map.KeyAt(i).ToString(), StringComparer.Ordinal);
        var first = true;
        foreach (var i in order)
        {
            if (!first) text.Append(style.ItemSeparator);
            first = false;
            NewLine(text, style, depth + 1);
            var key = map.KeyAt(i);
            if (key.IsString) Quote(text, key.Text, style.OnlyAscii);
            else Quote(text, key.IsNumber && key.Kind != ValueKind.Boolean ? key.ToString() : Write(key, style), style.OnlyAscii);
            text.Append(style.KeySeparator);
            Write(text, map.ValueAt(i), style, depth + 1);
        }
        if (map.Count > 0) NewLine(text, style, depth);
        text.Append('}');
    }

    private static void NewLine(StringBuilder text, in JsonStyle style, int depth)
    {
        if (style.Indent is not { } indent) return;
        text.Append('\n');
        for (var i = 0; i < depth; i++) text.Append(indent);
    }

    private static void Quote(StringBuilder text, string content, bool onlyAscii)
    {
        text.Append('"');
        var plain = 0;
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            if (c is >= ' ' and not ('"' or '\\') && (c < 0x7f || !onlyAscii)) continue;
            text.Append(content, plain, i - plain);
            plain = i + 1;
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\x7f' => text.Append(c),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }
        text.Append(content, plain, content.Length - plain).Append('"');
    }
}
