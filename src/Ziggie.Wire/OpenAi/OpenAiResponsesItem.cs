using System.Globalization;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>What an output item of a response is.</summary>
internal enum OpenAiResponsesItemKind { Message, Reasoning, FunctionCall }

/// <summary>One item of a response's output, growing while the model writes it.</summary>
internal sealed class OpenAiResponsesItem
{
    private OpenAiResponsesItem(OpenAiResponsesItemKind kind, string prefix, string responseId, int index)
    {
        Kind = kind;
        Index = index;
        Id = string.Create(CultureInfo.InvariantCulture, $"{prefix}_{responseId}_{index}");
    }

    public OpenAiResponsesItemKind Kind { get; }

    /// <summary>Place in the output.</summary>
    public int Index { get; }

    public string Id { get; }

    /// <summary>The text, the thinking or the call's arguments so far.</summary>
    public GatheredText Text { get; } = new();

    public OpenAiLogProbs LogProbs { get; } = new();

    public string CallId { get; private init; } = "";

    public string Name { get; private init; } = "";

    public string Status { get; set; } = "in_progress";

    /// <summary>A call without a word of arguments has an empty object.</summary>
    public ReadOnlySpan<byte> Whole => Kind == OpenAiResponsesItemKind.FunctionCall && Text.IsEmpty ? "{}"u8 : Text.Span;

    public static OpenAiResponsesItem Message(string responseId, int index) => new(OpenAiResponsesItemKind.Message, "msg", responseId, index);

    public static OpenAiResponsesItem Reasoning(string responseId, int index) => new(OpenAiResponsesItemKind.Reasoning, "rs", responseId, index);

    public static OpenAiResponsesItem Call(string responseId, int index, string callId, string name) =>
        new(OpenAiResponsesItemKind.FunctionCall, "fc", responseId, index) { CallId = callId, Name = name };

    /// <summary>The item as an object; while it is in progress it stands without what it says.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        var done = Status != "in_progress";
        json.WriteStartObject();
        json.WriteString("id", Id);
        switch (Kind)
        {
            case OpenAiResponsesItemKind.Reasoning:
                json.WriteString("type", "reasoning");
                json.WriteStartArray("summary");
                if (done) WritePart(json, Whole);
                json.WriteEndArray();
                break;
            case OpenAiResponsesItemKind.FunctionCall:
                json.WriteString("type", "function_call");
                json.WriteString("status", Status);
                json.WriteString("call_id", CallId);
                json.WriteString("name", Name);
                json.WriteString("arguments", done ? Whole : default);
                break;
            default:
                json.WriteString("type", "message");
                json.WriteString("status", Status);
                json.WriteString("role", "assistant");
                json.WriteStartArray("content");
                if (done) WritePart(json, Whole);
                json.WriteEndArray();
                break;
        }
        json.WriteEndObject();
    }

    /// <summary>The item's one part of content or summary.</summary>
    public void WritePart(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        json.WriteStartObject();
        if (Kind == OpenAiResponsesItemKind.Reasoning)
        {
            json.WriteString("type", "summary_text");
            json.WriteString("text", text);
        }
        else
        {
            json.WriteString("type", "output_text");
            json.WriteString("text", text);
            json.WriteStartArray("annotations");
            json.WriteEndArray();
            json.WritePropertyName("logprobs");
            LogProbs.WriteListTo(json);
        }
        json.WriteEndObject();
    }
}
