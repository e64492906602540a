using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Where things are in one content block of a reply.</summary>
internal ref struct AnthropicBlock
{
    public JsonPiece Type { get; private set; }
    public JsonPiece Id { get; private set; }
    public JsonPiece Name { get; private set; }
    public JsonPiece Text { get; private set; }
    public JsonPiece Thinking { get; private set; }
    public JsonPiece Signature { get; private set; }

    /// <summary>The input object as it stands in the JSON.</summary>
    public ReadOnlySpan<byte> Input { get; private set; }

    public static AnthropicBlock Scan(ReadOnlySpan<byte> block)
    {
        var found = new AnthropicBlock();
        var json = new Utf8JsonReader(block);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8)) found.Type = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("id"u8)) found.Id = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("name"u8)) found.Name = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("text"u8)) found.Text = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("thinking"u8)) found.Thinking = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("signature"u8)) found.Signature = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("input"u8)) found.Input = JsonPiece.NextObject(ref json, block);
            else json.Skip();
        }
        return found;
    }
}
