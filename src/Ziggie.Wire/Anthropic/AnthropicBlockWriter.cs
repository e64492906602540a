using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Writes one content block.</summary>
internal static class AnthropicBlockWriter
{
    public static void Write(Utf8JsonWriter json, MessagePart part, string at, DroppedFields dropped)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
                break;
            case ImagePart image:
                WriteImage(json, image);
                break;
            case ToolCallPart call:
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, IdOf(call.Id));
                json.WriteString("name"u8, call.Name);
                json.WritePropertyName("input"u8);
                ToolArgumentsJson.Write(json, call.ArgumentsJson, $"{at}: the arguments of the call of {call.Name}");
                break;
            case ToolResultPart result:
                WriteResult(json, result, at, dropped);
                break;
            case ThinkingPart { Redacted: true } redacted:
                json.WriteString("type"u8, "redacted_thinking"u8);
                json.WriteString("data"u8, redacted.Text);
                break;
            case ThinkingPart thinking:
                json.WriteString("type"u8, "thinking"u8);
                json.WriteString("thinking"u8, thinking.Text);
                json.WriteString("signature"u8, thinking.Signature);
                break;
            default:
                throw new NotSupportedException(part.GetType().Name);
        }
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ToolResultPart result, string at, DroppedFields dropped)
    {
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, IdOf(result.Id));
        json.WriteStartArray("content"u8);
        foreach (var part in result.Content.Where(part => part is not TextPart { Text: "" })) Write(json, part, at, dropped);
        json.WriteEndArray();
        if (result.IsError) json.WriteBoolean("is_error"u8, true);
    }

    private static void WriteImage(Utf8JsonWriter json, ImagePart image)
    {
        json.WriteString("type"u8, "image"u8);
        json.WriteStartObject("source"u8);
        if (image.Url is { } url)
        {
            json.WriteString("type"u8, "url"u8);
            json.WriteString("url"u8, url);
        }
        else
        {
            json.WriteString("type"u8, "base64"u8);
            json.WriteString("media_type"u8, image.MediaType ?? DataUrl.MediaTypeOf(image.Base64 ?? ""));
            json.WriteString("data"u8, image.Base64);
        }
        json.WriteEndObject();
    }

    /// <summary>Anthropic takes letters, digits, "_" and "-" in ids; other servers make ids with more.</summary>
    private static string IdOf(string id) => id.All(IsPlain) ? id : string.Concat(id.Select(c => IsPlain(c) ? c : '_'));

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
