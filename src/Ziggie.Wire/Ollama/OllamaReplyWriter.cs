using System.Buffers;
using System.Text;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>What streamed and whole replies have in common. Ollama gives tool calls whole, so they are gathered until the finish.</summary>
internal abstract class OllamaReplyWriter(ReplyContext context, IBufferWriter<byte> output, OllamaShape shape) : ReplyWriter
{
    private readonly byte[] _head = Encoding.UTF8.GetBytes($"{{\"model\":\"{JsonEncodedText.Encode(context.Model)}\",\"created_at\":\"");
    private readonly GatheredCalls _calls = new();

    protected IBufferWriter<byte> Output { get; } = output;
    protected OllamaShape Shape { get; } = shape;
    protected OllamaEnd End { get; } = new(context);

    public static ReplyWriter Create(ReplyContext context, IBufferWriter<byte> output, OllamaShape shape) =>
        context.Stream ? new OllamaStreamWriter(context, output, shape) : new OllamaBodyWriter(context, output, shape);

    public override void Start(string? id, string? model)
    {
        // The model shown is the one asked for, and Ollama's replies have no id.
    }

    public override void ToolCall(int index, string id, string name)
    {
        End.Content();
        _calls.Begin(id, name);
    }

    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8) => _calls.AddArguments(index, utf8);

    public override void Finish(FinishReason reason, string? stopSequence) => End.Finish(reason);

    public override void Usage(in TokenUsage usage) => End.Usage(usage);

    /// <summary>Up to the time's end, its closing quote left out.</summary>
    protected void WriteHead()
    {
        Output.Write(_head);
        Output.WriteTime(context.Time.GetUtcNow());
    }

    protected bool HasCalls => _calls.Count > 0;

    protected void WriteToolCalls(IBufferWriter<byte> to) => OllamaToolCalls.Write(to, _calls.Items, cutOff: End.Reason == FinishReason.Length);
}
