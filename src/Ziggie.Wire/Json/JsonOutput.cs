using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ziggie.Wire.Json;

/// <summary>How Ziggie writes JSON: compact, and with every character that JSON allows as it is.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Bytes that may not stand in a JSON string as they are.</summary>
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\', 0x7F]);

    public static Utf8JsonWriter Create(IBufferWriter<byte> output) => new(output, Options);

    /// <summary>The text as a JSON string, with its quotes.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>JSON as it is, on one line, as a stream's frame needs it.</summary>
    public static void WriteOneLine(this IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        var span = output.GetSpan(json.Length)[..json.Length];
        json.CopyTo(span);
        span.Replace((byte)'\n', (byte)' ');
        span.Replace((byte)'\r', (byte)' ');
        output.Advance(json.Length);
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } set) json.WriteBoolean(name, set);
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } set) json.WriteNumber(name, set);
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } set) json.WriteNumber(name, set);
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, JsonElement? value)
    {
        if (value is not { } set) return;
        json.WritePropertyName(name);
        set.WriteTo(json);
    }

    /// <summary>The inside of a JSON string, without its quotes. <paramref name="utf8"/> must be whole characters. Does not allocate.</summary>
    /// <returns>How many bytes it took; at most six for each of <paramref name="utf8"/>.</returns>
    public static int Escape(ReadOnlySpan<byte> utf8, Span<byte> output)
    {
        var length = 0;
        while (true)
        {
            var plain = utf8.IndexOfAny(Special);
            var run = plain < 0 ? utf8 : utf8[..plain];
            run.CopyTo(output[length..]);
            length += run.Length;
            if (plain < 0) return length;
            var escape = EscapeOf(utf8[plain]);
            escape.CopyTo(output[length..]);
            length += escape.Length;
            utf8 = utf8[(plain + 1)..];
        }
    }

    /// <summary>As <see cref="Escape"/>, into a growing buffer.</summary>
    public static void WriteEscaped(this IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        // In pieces, so that the six-fold room asked for stays small.
        const int piece = 4096;
        while (!utf8.IsEmpty)
        {
            var part = utf8[..Math.Min(piece, utf8.Length)];
            output.Advance(Escape(part, output.GetSpan(part.Length * 6)));
            utf8 = utf8[part.Length..];
        }
    }

    private static ReadOnlySpan<byte> EscapeOf(byte b) => b switch
    {
        (byte)'"' => "\\\""u8,
        (byte)'\\' => "\\\\"u8,
        (byte)'\n' => "\\n"u8,
        (byte)'\r' => "\\r"u8,
        (byte)'\t' => "\\t"u8,
        _ => ControlEscapes[b],
    };

    private static readonly byte[][] ControlEscapes =
        [.. Enumerable.Range(0, 0x80).Select(b => System.Text.Encoding.ASCII.GetBytes($"\\u{b:X4}"))];
}
