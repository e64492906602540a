using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Where things are in one event of a stream. Nothing is copied or unescaped here; objects that come rarely are noted whole.</summary>
internal ref struct AnthropicEvent
{
    public JsonPiece Type { get; private set; }
    public int Index { get; private set; }
    public JsonPiece Text { get; private set; }
    public JsonPiece Thinking { get; private set; }
    public JsonPiece PartialJson { get; private set; }
    public JsonPiece Signature { get; private set; }
    public JsonPiece StopReason { get; private set; }
    public JsonPiece StopSequence { get; private set; }
    public ReadOnlySpan<byte> Block { get; private set; }
    public ReadOnlySpan<byte> Message { get; private set; }
    public ReadOnlySpan<byte> Usage { get; private set; }

    public static AnthropicEvent Scan(ReadOnlySpan<byte> data)
    {
        var found = new AnthropicEvent();
        var json = new Utf8JsonReader(data);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8)) found.Type = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("index"u8)) found.Index = JsonPiece.NextCount(ref json);
            else if (json.ValueTextEquals("delta"u8)) found.ScanDelta(ref json);
            else if (json.ValueTextEquals("content_block"u8)) found.Block = JsonPiece.NextObject(ref json, data);
            else if (json.ValueTextEquals("message"u8)) found.Message = JsonPiece.NextObject(ref json, data);
            else if (json.ValueTextEquals("usage"u8)) found.Usage = JsonPiece.NextObject(ref json, data);
            else json.Skip();
        }
        // Throws on anything behind the object.
        json.Read();
        return found;
    }

    private void ScanDelta(scoped ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("text"u8)) Text = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("thinking"u8)) Thinking = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("partial_json"u8)) PartialJson = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("signature"u8)) Signature = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("stop_reason"u8)) StopReason = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("stop_sequence"u8)) StopSequence = JsonPiece.Next(ref json);
            else json.Skip();
        }
    }
}
