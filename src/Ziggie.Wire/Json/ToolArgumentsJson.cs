using System.Text;
using System.Text.Json;

namespace Ziggie.Wire.Json;

/// <summary>Tool arguments travel as text in one dialect and as an object in the others.</summary>
internal static class ToolArgumentsJson
{
    /// <summary>The arguments of a call in a request, as an object without needless space.</summary>
    /// <param name="at">Where the call stands, for the complaint.</param>
    public static void Write(Utf8JsonWriter json, string text, string at)
    {
        if (!TryWrite(json, Encoding.UTF8.GetBytes(text)))
            throw new WireException($"{at} must be a JSON object, written as text.", at);
    }

    /// <summary>The arguments of a call in a reply, as an object on one line. False, with nothing written, where the text is no JSON object.</summary>
    public static bool TryWrite(Utf8JsonWriter json, ReadOnlyMemory<byte> text)
    {
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            json.WriteStartObject();
            json.WriteEndObject();
            return true;
        }
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return false;
            document.RootElement.WriteTo(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static WireException NoObject(string tool) =>
        new(new WireError(ErrorKind.Backend, $"The model called the tool '{tool}' with arguments that are not a JSON object.", "tool_arguments_invalid"));
}
