using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ziggie.Engine.Replies.Calls;

/// <summary>Pieces of a call's arguments as JSON.</summary>
internal static class ArgumentJson
{
    public static byte[] Quote(string text) => [(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];

    public static bool IsObject(ReadOnlySpan<byte> text) => IsJson(text, out var kind) && kind == JsonTokenType.StartObject;

    /// <summary>Whether the text is one JSON value.</summary>
    /// <param name="allowText">A quoted string counts too; else it is a text that has quotes in it.</param>
    public static bool IsValue(ReadOnlySpan<byte> text, bool allowText) => IsJson(text, out var kind) && (allowText || kind != JsonTokenType.String);

    private static bool IsJson(ReadOnlySpan<byte> text, out JsonTokenType kind)
    {
        kind = JsonTokenType.None;
        try
        {
            var json = new Utf8JsonReader(text);
            if (!json.Read()) return false;
            kind = json.TokenType;
            json.Skip();
            return !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
