using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>Writes messages for Ollama, where content is one text with pictures beside it and every tool result a message of its own.</summary>
internal static class OllamaMessageWriter
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Message> messages, DroppedFields dropped)
    {
        var tools = new ToolNames();
        dropped.AddOpenAiOnly(messages);
        json.WriteStartArray("messages"u8);
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            var at = $"messages[{i}]";
            tools.Add(message);
            foreach (var result in message.Parts.OfType<ToolResultPart>()) WriteResult(json, result, tools.Of(result), at, dropped);
            if (message.Parts.Count == 0 || message.Parts.Any(part => part is not ToolResultPart)) WriteTurn(json, message, at, dropped);
        }
        json.WriteEndArray();
    }

    public static void WriteImages(Utf8JsonWriter json, IReadOnlyList<ImagePart> images, string at)
    {
        if (images.Count == 0) return;
        json.WriteStartArray("images"u8);
        foreach (var image in images)
        {
            if (image.Base64 is null)
                throw new WireException($"{at} has a picture by address, but Ollama takes pictures only within the request. Send it as a data URL (base64).", at, "unsupported_parameter");
            json.WriteStringValue(image.Base64);
        }
        json.WriteEndArray();
    }

    private static void WriteTurn(Utf8JsonWriter json, Message message, string at, DroppedFields dropped)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, message.Role switch
        {
            MessageRole.System => "system"u8,
            MessageRole.Assistant => "assistant"u8,
            MessageRole.Tool => "tool"u8,
            _ => "user"u8,
        });
        json.WriteString("content"u8, TextOf(message.Parts));
        WriteImages(json, [.. message.Parts.OfType<ImagePart>()], at);
        WriteThinking(json, message, dropped);
        WriteCalls(json, message, at);
        json.WriteEndObject();
    }

    private static void WriteThinking(Utf8JsonWriter json, Message message, DroppedFields dropped)
    {
        var thinking = message.Parts.OfType<ThinkingPart>().ToList();
        if (thinking.Any(part => part.Redacted)) dropped.Add("redacted_thinking");
        var text = string.Concat(thinking.Where(part => !part.Redacted).Select(part => part.Text));
        if (text.Length > 0) json.WriteString("thinking"u8, text);
    }

    private static void WriteCalls(Utf8JsonWriter json, Message message, string at)
    {
        var index = 0;
        foreach (var call in message.Parts.OfType<ToolCallPart>())
        {
            if (index == 0) json.WriteStartArray("tool_calls"u8);
            json.WriteStartObject();
            json.WriteString("id"u8, call.Id);
            json.WriteStartObject("function"u8);
            json.WriteNumber("index"u8, index);
            json.WriteString("name"u8, call.Name);
            json.WritePropertyName("arguments"u8);
            ToolArgumentsJson.Write(json, call.ArgumentsJson, $"{at}.tool_calls[{index}].function.arguments");
            json.WriteEndObject();
            json.WriteEndObject();
            index++;
        }
        if (index > 0) json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, ToolResultPart result, string? tool, string at, DroppedFields dropped)
    {
        if (result.IsError) dropped.Add("is_error");
        json.WriteStartObject();
        json.WriteString("role"u8, "tool"u8);
        json.WriteString("content"u8, TextOf(result.Content));
        WriteImages(json, [.. result.Content.OfType<ImagePart>()], at);
        json.WriteOptional("tool_name", tool);
        json.WriteString("tool_call_id"u8, result.Id);
        json.WriteEndObject();
    }

    /// <summary>Texts that were apart stay apart.</summary>
    private static string TextOf(IReadOnlyList<MessagePart> parts) => string.Join('\n', parts.OfType<TextPart>().Select(part => part.Text));
}
