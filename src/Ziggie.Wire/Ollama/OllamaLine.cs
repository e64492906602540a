using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>Where things are in one line of a reply. Nothing is copied or unescaped here.</summary>
internal ref struct OllamaLine
{
    public OllamaLine()
    {
    }

    public JsonPiece Model { get; private set; }
    public JsonPiece Text { get; private set; }
    public JsonPiece Thinking { get; private set; }

    /// <summary>Lists, as they stand in the JSON.</summary>
    public ReadOnlySpan<byte> ToolCalls { get; private set; }
    public ReadOnlySpan<byte> LogProbs { get; private set; }

    public bool Done { get; private set; }
    public bool IsError { get; private set; }

    /// <summary>It has a field that every line of a reply has.</summary>
    public bool IsReply { get; private set; }

    public FinishReason Reason { get; private set; } = FinishReason.Stop;
    public TokenUsage Usage { get; private set; } = new(-1);

    public void Scan(ReadOnlySpan<byte> data, bool chat)
    {
        var json = new Utf8JsonReader(data);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName) ScanField(ref json, data, chat);
        // Throws on anything behind the object.
        json.Read();
    }

    private void ScanField(ref Utf8JsonReader json, ReadOnlySpan<byte> data, bool chat)
    {
        if (json.ValueTextEquals("message"u8) && chat)
        {
            IsReply = true;
            ScanMessage(ref json, data);
        }
        else if (json.ValueTextEquals("response"u8) && !chat)
        {
            IsReply = true;
            Text = JsonPiece.Next(ref json);
        }
        else if (json.ValueTextEquals("thinking"u8) && !chat) Thinking = JsonPiece.Next(ref json);
        else if (json.ValueTextEquals("model"u8)) Model = JsonPiece.Next(ref json);
        else if (json.ValueTextEquals("done"u8))
        {
            IsReply = true;
            json.Read();
            Done = json.TokenType == JsonTokenType.True;
            json.Skip();
        }
        else if (json.ValueTextEquals("done_reason"u8)) Reason = ReadReason(ref json);
        else if (json.ValueTextEquals("logprobs"u8)) LogProbs = JsonPiece.NextArray(ref json, data);
        else if (json.ValueTextEquals("error"u8))
        {
            json.Read();
            IsError = json.TokenType is JsonTokenType.String or JsonTokenType.StartObject;
            json.Skip();
        }
        else if (json.ValueTextEquals("prompt_eval_count"u8)) Usage = Usage with { Prompt = JsonPiece.NextCount(ref json) };
        else if (json.ValueTextEquals("eval_count"u8)) Usage = Usage with { Completion = JsonPiece.NextCount(ref json) };
        else if (json.ValueTextEquals("total_duration"u8)) Usage = Usage with { TotalNs = JsonPiece.NextNumber(ref json) };
        else if (json.ValueTextEquals("load_duration"u8)) Usage = Usage with { LoadNs = JsonPiece.NextNumber(ref json) };
        else if (json.ValueTextEquals("prompt_eval_duration"u8)) Usage = Usage with { PromptNs = JsonPiece.NextNumber(ref json) };
        else if (json.ValueTextEquals("eval_duration"u8)) Usage = Usage with { EvalNs = JsonPiece.NextNumber(ref json) };
        else json.Skip();
    }

    private void ScanMessage(ref Utf8JsonReader json, ReadOnlySpan<byte> data)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("content"u8)) Text = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("thinking"u8)) Thinking = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("tool_calls"u8)) ToolCalls = JsonPiece.NextArray(ref json, data);
            else json.Skip();
        }
    }

    private static FinishReason ReadReason(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
        {
            if (json.ValueTextEquals("length"u8)) return FinishReason.Length;
            if (json.ValueTextEquals("load"u8)) return FinishReason.Load;
            if (json.ValueTextEquals("unload"u8)) return FinishReason.Unload;
            if (json.ValueTextEquals("content_filter"u8)) return FinishReason.ContentFilter;
        }
        json.Skip();
        return FinishReason.Stop;
    }
}
