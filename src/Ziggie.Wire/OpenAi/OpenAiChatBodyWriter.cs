using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Gathers a chat's reply and writes it as one body.</summary>
internal sealed class OpenAiChatBodyWriter(ReplyContext context, IBufferWriter<byte> output) : ReplyWriter
{
    private readonly GatheredText _text = new();
    private readonly GatheredText _thinking = new();
    private readonly OpenAiLogProbs _logProbs = new();
    private readonly GatheredCalls _calls = new();
    private FinishReason _reason;
    private TokenUsage _usage = new();
    private bool _failed;

    public override string ContentType => "application/json";

    public override void Start(string? id, string? model) { }

    public override void Text(ReadOnlySpan<byte> utf8) => _text.Add(utf8);

    public override void Thinking(ReadOnlySpan<byte> utf8) => _thinking.Add(utf8);

    public override void ToolCall(int index, string id, string name) => _calls.Begin(id, name);

    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8) => _calls.AddArguments(index, utf8);

    public override void LogProbs(ReadOnlySpan<byte> json) => _logProbs.Add(json);

    public override void Finish(FinishReason reason, string? stopSequence) => _reason = reason;

    public override void Usage(in TokenUsage usage) => _usage = _usage.Merge(usage);

    public override void Error(WireError error)
    {
        if (_failed) return;
        _failed = true;
        ErrorBodies.Write(Dialect.OpenAi, error, output);
    }

    public override void Complete()
    {
        if (_failed) return;
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("id", $"chatcmpl-{context.Id}");
        json.WriteString("object", "chat.completion");
        json.WriteNumber("created", context.Created.ToUnixTimeSeconds());
        json.WriteString("model", context.Model);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        WriteMessage(json);
        json.WritePropertyName("logprobs");
        _logProbs.WriteTo(json);
        var reason = _calls.Count > 0 && _reason is FinishReason.Stop or FinishReason.None ? FinishReason.ToolCalls : _reason;
        json.WriteString("finish_reason", OpenAiNames.Of(reason));
        json.WriteEndObject();
        json.WriteEndArray();
        OpenAiUsage.WriteFields(json, _usage, context.Timings);
        json.WriteEndObject();
    }

    private void WriteMessage(Utf8JsonWriter json)
    {
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        if (_text.IsEmpty && _calls.Count > 0) json.WriteNull("content");
        else json.WriteString("content", _text.Span);
        json.WriteNull("refusal");
        if (!_thinking.IsEmpty) json.WriteString("reasoning_content", _thinking.Span);
        if (_calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in _calls.Items)
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
        json.WriteEndObject();
    }
}
