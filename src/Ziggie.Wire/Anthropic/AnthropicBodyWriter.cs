using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>The whole reply as one message, its blocks in the order they came.</summary>
internal sealed class AnthropicBodyWriter(ReplyContext context, IBufferWriter<byte> output) : ReplyWriter
{
    private readonly List<Block> _blocks = [];
    private TokenUsage _usage = new(-1);
    private FinishReason _reason;
    private string? _stopSequence;

    public override string ContentType => "application/json";

    public override void Start(string? id, string? model)
    {
        // The model shown is the one asked for, the id Ziggie's own.
    }

    public override void Text(ReadOnlySpan<byte> utf8) => Add(OpenBlock.Text, utf8);

    public override void Thinking(ReadOnlySpan<byte> utf8) => Add(OpenBlock.Thinking, utf8);

    public override void ThinkingSignature(ReadOnlySpan<byte> utf8)
    {
        if (_blocks is not [.., { Kind: OpenBlock.Thinking, Signature: null }]) _blocks.Add(new Block(OpenBlock.Thinking));
        _blocks[^1].Signature = System.Text.Encoding.UTF8.GetString(utf8);
    }

    public override void ToolCall(int index, string id, string name) => _blocks.Add(new Block(OpenBlock.Tool, index, id, name));

    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8) => _blocks.Find(block => block.Kind == OpenBlock.Tool && block.Call == index)?.Content.Add(utf8);

    public override void Finish(FinishReason reason, string? stopSequence) => (_reason, _stopSequence) = (reason, stopSequence);

    public override void Usage(in TokenUsage usage) => _usage = _usage.Merge(usage);

    public override void Error(WireError error)
    {
        // Nothing has been sent yet: the failure becomes the answer's status and body.
    }

    public override void Complete()
    {
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        AnthropicMessageHead.Write(json, context);
        json.WriteStartArray("content"u8);
        foreach (var block in _blocks) Write(json, block);
        json.WriteEndArray();
        var stopReason = AnthropicStopReasons.Of(_reason, hasCalls: _blocks.Exists(block => block.Kind == OpenBlock.Tool));
        AnthropicMessageHead.WriteEnd(json, stopReason, _stopSequence, _usage);
        json.WriteEndObject();
    }

    private void Add(OpenBlock kind, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        if (_blocks.Count == 0 || _blocks[^1].Kind != kind || _blocks[^1].Signature is not null) _blocks.Add(new Block(kind));
        _blocks[^1].Content.Add(utf8);
    }

    private void Write(Utf8JsonWriter json, Block block)
    {
        json.WriteStartObject();
        switch (block.Kind)
        {
            case OpenBlock.Text:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, block.Content.Span);
                break;
            case OpenBlock.Thinking:
                json.WriteString("type"u8, "thinking"u8);
                json.WriteString("thinking"u8, block.Content.Span);
                json.WriteString("signature"u8, block.Signature ?? "");
                break;
            default:
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, block.Id);
                json.WriteString("name"u8, block.Name);
                WriteInput(json, block);
                break;
        }
        json.WriteEndObject();
    }

    /// <summary>Arguments that the token limit cut off become an empty object; any other broken ones are the model's fault and told.</summary>
    private void WriteInput(Utf8JsonWriter json, Block block)
    {
        json.WritePropertyName("input"u8);
        if (ToolArgumentsJson.TryWrite(json, block.Content.Memory)) return;
        if (_reason != FinishReason.Length) throw ToolArgumentsJson.NoObject(block.Name ?? "");
        json.WriteStartObject();
        json.WriteEndObject();
    }

    private sealed class Block(OpenBlock kind, int call = -1, string? id = null, string? name = null)
    {
        public OpenBlock Kind { get; } = kind;
        public int Call { get; } = call;
        public string? Id { get; } = id;
        public string? Name { get; } = name;
        public string? Signature { get; set; }
        public GatheredText Content { get; } = new();
    }
}
