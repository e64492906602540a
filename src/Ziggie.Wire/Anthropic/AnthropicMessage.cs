using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Where things are in a message: a whole reply, or the head of a streamed one.</summary>
internal ref struct AnthropicMessage
{
    public JsonPiece Type { get; private set; }
    public JsonPiece Id { get; private set; }
    public JsonPiece Model { get; private set; }
    public JsonPiece StopReason { get; private set; }
    public JsonPiece StopSequence { get; private set; }

    /// <summary>The list of blocks and the object of counts as they stand in the JSON.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }
    public ReadOnlySpan<byte> Usage { get; private set; }

    public static AnthropicMessage Scan(ReadOnlySpan<byte> message)
    {
        var found = new AnthropicMessage();
        var json = new Utf8JsonReader(message);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8)) found.Type = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("id"u8)) found.Id = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("model"u8)) found.Model = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("stop_reason"u8)) found.StopReason = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("stop_sequence"u8)) found.StopSequence = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("content"u8)) found.Content = JsonPiece.NextArray(ref json, message);
            else if (json.ValueTextEquals("usage"u8)) found.Usage = JsonPiece.NextObject(ref json, message);
            else json.Skip();
        }
        json.Read();
        return found;
    }
}
