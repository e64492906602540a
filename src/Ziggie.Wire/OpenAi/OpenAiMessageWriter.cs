using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>
/// Writes chat's <c>messages</c>. A tool's result is a message of its own here and may hold text only, so pictures in results follow
/// as a user's message once the results are complete.
/// </summary>
internal static class OpenAiMessageWriter
{
    public static void Write(Utf8JsonWriter json, ModelRequest request, string model, DroppedFields dropped)
    {
        var keepsThinking = !OpenAiFamily.Of(model).Own;
        var pictures = new List<MessagePart>();
        json.WriteStartArray("messages");
        foreach (var message in request.Messages)
        {
            foreach (var result in message.Parts.OfType<ToolResultPart>())
            {
                WriteResult(json, result);
                pictures.AddRange(result.Content.OfType<ImagePart>());
            }
            if (message.Parts.Count > 0 && message.Parts.All(p => p is ToolResultPart)) continue;
            WritePictures(json, pictures);
            WriteMessage(json, message, keepsThinking, dropped);
        }
        WritePictures(json, pictures);
        if (request.Operation == Operation.Completion)
            WriteMessage(json, new Message(MessageRole.User, [.. request.Images, new TextPart(request.Prompt)]), keepsThinking, dropped);
        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, ToolResultPart result)
    {
        json.WriteStartObject();
        json.WriteString("role", "tool");
        json.WriteString("tool_call_id", result.Id);
        WriteContent(json, [.. result.Content.Where(p => p is not ImagePart)]);
        json.WriteEndObject();
    }

    private static void WritePictures(Utf8JsonWriter json, List<MessagePart> pictures)
    {
        if (pictures.Count == 0) return;
        json.WriteStartObject();
        json.WriteString("role", "user");
        WriteContent(json, pictures);
        json.WriteEndObject();
        pictures.Clear();
    }

    private static void WriteMessage(Utf8JsonWriter json, Message message, bool keepsThinking, DroppedFields dropped)
    {
        var calls = message.Parts.OfType<ToolCallPart>().ToList();
        var content = message.Parts.Where(p => p is TextPart or ImagePart).ToList();
        json.WriteStartObject();
        json.WriteString("role", OpenAiNames.Of(message.Role));
        json.WriteOptional("name", message.Name);
        if (content.Count == 0 && calls.Count > 0) json.WriteNull("content");
        else WriteContent(json, content);
        WriteThinking(json, message, keepsThinking && calls.Count > 0, dropped);
        WriteCalls(json, calls);
        json.WriteEndObject();
    }

    /// <summary>Servers want earlier thinking back between a tool's call and its result; elsewhere they ignore or refuse it.</summary>
    private static void WriteThinking(Utf8JsonWriter json, Message message, bool wanted, DroppedFields dropped)
    {
        var thinking = string.Concat(message.Parts.OfType<ThinkingPart>().Where(p => !p.Redacted).Select(p => p.Text));
        if (thinking.Length == 0) return;
        if (wanted) json.WriteString("reasoning_content", thinking);
        else dropped.Add("messages.thinking");
    }

    private static void WriteCalls(Utf8JsonWriter json, List<ToolCallPart> calls)
    {
        if (calls.Count == 0) return;
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.Id);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", call.ArgumentsJson);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Plain text as a string, which every server's chat template takes; several parts as a list.</summary>
    private static void WriteContent(Utf8JsonWriter json, List<MessagePart> parts)
    {
        if (parts is [] or [TextPart])
        {
            json.WriteString("content", parts is [TextPart text] ? text.Text : "");
            return;
        }
        json.WriteStartArray("content");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            if (part is ImagePart picture)
            {
                json.WriteString("type", "image_url");
                json.WriteStartObject("image_url");
                json.WriteString("url", DataUrl.Of(picture));
                json.WriteOptional("detail", picture.Detail);
                json.WriteEndObject();
            }
            else if (part is TextPart text)
            {
                json.WriteString("type", "text");
                json.WriteString("text", text.Text);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
