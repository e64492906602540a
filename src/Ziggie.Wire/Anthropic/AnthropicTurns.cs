using System.Text.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Writes <c>messages</c>: user and assistant in turns, neighbours of one role joined, tool results at the head of the user's turn, system texts elsewhere.</summary>
internal static class AnthropicTurns
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Message> messages, DroppedFields dropped)
    {
        json.WriteStartArray("messages"u8);
        bool? assistant = null;
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Role == MessageRole.System)
            {
                if (message.Parts.Any(part => part is not TextPart))
                    throw new WireException($"messages[{i}] is a system message with more than text, which Anthropic does not take.", $"messages[{i}]", "unsupported_parameter");
                continue;
            }
            foreach (var part in message.Parts)
            {
                if (!Says(part, dropped)) continue;
                var byAssistant = message.Role == MessageRole.Assistant && part is not ToolResultPart;
                if (assistant != byAssistant) Turn(json, assistant, byAssistant);
                assistant = byAssistant;
                AnthropicBlockWriter.Write(json, part, $"messages[{i}]", dropped);
            }
        }
        if (assistant is null) throw new WireException("messages has nothing but system texts; Anthropic needs a user's message to answer.", "messages");
        EndTurn(json);
        json.WriteEndArray();
    }

    /// <summary>Anthropic refuses empty texts, and thinking that it has not signed itself.</summary>
    private static bool Says(MessagePart part, DroppedFields dropped)
    {
        if (part is TextPart text) return text.Text.Length > 0;
        if (part is not ThinkingPart { Redacted: false, Signature: null }) return true;
        dropped.Add("messages.thinking");
        return false;
    }

    private static void Turn(Utf8JsonWriter json, bool? before, bool assistant)
    {
        if (before is not null) EndTurn(json);
        json.WriteStartObject();
        json.WriteString("role"u8, assistant ? "assistant"u8 : "user"u8);
        json.WriteStartArray("content"u8);
    }

    private static void EndTurn(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
