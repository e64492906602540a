using System.Buffers;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Gathers a completion's reply and writes it as one body.</summary>
internal sealed class OpenAiCompletionsBodyWriter(ReplyContext context, IBufferWriter<byte> output) : ReplyWriter
{
    private readonly GatheredText _text = new();
    private readonly OpenAiLogProbs _logProbs = new();
    private FinishReason _reason;
    private TokenUsage _usage = new();
    private bool _failed;

    public override string ContentType => "application/json";

    public override void Start(string? id, string? model) { }

    public override void Text(ReadOnlySpan<byte> utf8) => _text.Add(utf8);

    public override void Thinking(ReadOnlySpan<byte> utf8) { }

    public override void ToolCall(int index, string id, string name) { }

    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8) { }

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
        json.WriteString("id", $"cmpl-{context.Id}");
        json.WriteString("object", "text_completion");
        json.WriteNumber("created", context.Created.ToUnixTimeSeconds());
        json.WriteString("model", context.Model);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteString("text", _text.Span);
        json.WritePropertyName("logprobs");
        _logProbs.WriteOldTo(json);
        json.WriteString("finish_reason", OpenAiNames.Of(_reason));
        json.WriteEndObject();
        json.WriteEndArray();
        OpenAiUsage.WriteFields(json, _usage, context.Timings);
        json.WriteEndObject();
    }
}
