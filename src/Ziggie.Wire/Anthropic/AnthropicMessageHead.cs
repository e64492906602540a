using System.Text.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>What a message has before and behind its content, streamed or whole.</summary>
internal static class AnthropicMessageHead
{
    public static void Write(Utf8JsonWriter json, ReplyContext context)
    {
        json.WriteString("id"u8, $"msg_{context.Id}");
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, context.Model);
    }

    public static void WriteEnd(Utf8JsonWriter json, string? stopReason, string? stopSequence, in TokenUsage usage)
    {
        json.WriteString("stop_reason"u8, stopReason);
        json.WriteString("stop_sequence"u8, stopSequence);
        json.WriteStartObject("usage"u8);
        AnthropicUsage.Write(json, usage);
        json.WriteEndObject();
    }
}
