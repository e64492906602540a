using System.Buffers;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Named events: message_start, blocks, message_delta, message_stop; in this order whatever comes in.</summary>
internal sealed class AnthropicStreamWriter(ReplyContext context, IBufferWriter<byte> output) : ReplyWriter
{
    private readonly AnthropicBlockEvents _blocks = new(output);
    private AnthropicToolEvents? _tools;
    private TokenUsage _usage = new(-1);
    private FinishReason _reason;
    private string? _stopSequence;
    private bool _started;

    public override string ContentType => "text/event-stream; charset=utf-8";

    public override void Start(string? id, string? model)
    {
        if (_started) return;
        _started = true;
        output.Write("event: message_start\ndata: "u8);
        using (var json = JsonOutput.Create(output))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "message_start"u8);
            json.WriteStartObject("message"u8);
            AnthropicMessageHead.Write(json, context);
            json.WriteStartArray("content"u8);
            json.WriteEndArray();
            AnthropicMessageHead.WriteEnd(json, null, null, _usage);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.Write("\n\n"u8);
    }

    public override void Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        if (_blocks.Open != OpenBlock.Text)
        {
            BeforeBlock();
            _blocks.OpenText();
        }
        _blocks.Delta(utf8);
    }

    public override void Thinking(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        OpenThinking();
        _blocks.Delta(utf8);
    }

    public override void ThinkingSignature(ReadOnlySpan<byte> utf8)
    {
        OpenThinking();
        _blocks.Signature(utf8);
        _blocks.Close();
    }

    public override void ToolCall(int index, string id, string name)
    {
        Start(null, null);
        _tools ??= new AnthropicToolEvents(_blocks);
        _tools.Begin(index, id, name);
    }

    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8) => _tools?.Arguments(index, utf8);

    public override void Finish(FinishReason reason, string? stopSequence)
    {
        BeforeBlock();
        _blocks.Close();
        _reason = reason;
        _stopSequence = stopSequence;
    }

    public override void Usage(in TokenUsage usage) => _usage = _usage.Merge(usage);

    public override void Error(WireError error)
    {
        output.Write("event: error\ndata: "u8);
        ErrorBodies.Write(Dialect.Anthropic, error, output);
        output.Write("\n\n"u8);
    }

    public override void Complete()
    {
        BeforeBlock();
        _blocks.Close();
        output.Write("event: message_delta\ndata: "u8);
        using (var json = JsonOutput.Create(output))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "message_delta"u8);
            json.WriteStartObject("delta"u8);
            json.WriteString("stop_reason"u8, AnthropicStopReasons.Of(_reason, hasCalls: _tools is not null));
            json.WriteString("stop_sequence"u8, _stopSequence);
            json.WriteEndObject();
            json.WriteStartObject("usage"u8);
            AnthropicUsage.Write(json, _usage);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.Write("\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }

    private void OpenThinking()
    {
        if (_blocks.Open == OpenBlock.Thinking) return;
        BeforeBlock();
        _blocks.OpenThinking();
    }

    private void BeforeBlock()
    {
        Start(null, null);
        _tools?.Flush();
    }
}
