using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Reads <c>{"input_tokens":n}</c>.</summary>
internal sealed class AnthropicCountReader : ReplyReader
{
    public override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IReplySink sink)
    {
        try
        {
            ReadBody(data, sink);
        }
        catch (JsonException)
        {
            throw AnthropicGarbage.Exception();
        }
    }

    private void ReadBody(ReadOnlySpan<byte> data, IReplySink sink)
    {
        var json = new Utf8JsonReader(data);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw AnthropicGarbage.Exception();
        var count = -1;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("input_tokens"u8)) count = JsonPiece.NextCount(ref json);
            else json.Skip();
        }
        json.Read();
        if (count < 0) throw AnthropicGarbage.Exception();
        sink.Start(null, null);
        sink.Usage(new TokenUsage(count));
        sink.Finish(FinishReason.Stop, null);
        Finished = true;
    }
}

/// <summary>Writes <c>{"input_tokens":n}</c>.</summary>
internal sealed class AnthropicCountWriter(IBufferWriter<byte> output) : ReplyWriter
{
    private TokenUsage _usage = new(-1);

    public override string ContentType => "application/json";

    public override void Start(string? id, string? model) { }
    public override void Text(ReadOnlySpan<byte> utf8) { }
    public override void Thinking(ReadOnlySpan<byte> utf8) { }
    public override void ToolCall(int index, string id, string name) { }
    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8) { }
    public override void Finish(FinishReason reason, string? stopSequence) { }
    public override void Usage(in TokenUsage usage) => _usage = _usage.Merge(usage);

    public override void Error(WireError error)
    {
        // Nothing has been sent yet: the failure becomes the answer's status and body.
    }

    public override void Complete()
    {
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteNumber("input_tokens"u8, Math.Max(0, _usage.Prompt));
        json.WriteEndObject();
    }
}
