using System.Buffers;
using System.Globalization;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Writes a chat's reply as a stream of chunks.</summary>
internal sealed class OpenAiChatStreamWriter : ReplyWriter
{
    private const string Open = "{\"index\":0,\"delta\":";
    private const string Close = ",\"logprobs\":null,\"finish_reason\":null}";

    private readonly ReplyContext _context;
    private readonly IBufferWriter<byte> _output;
    private readonly OpenAiChunks _chunks;
    private readonly ChunkTemplate _text;
    private ChunkTemplate? _thinking;
    private ChunkTemplate? _arguments;
    private int _argumentsIndex = -1;
    private TokenUsage _usage = new();
    private bool _started;
    private bool _finished;
    private bool _failed;
    private bool _hasCalls;

    public OpenAiChatStreamWriter(ReplyContext context, IBufferWriter<byte> output)
    {
        _context = context;
        _output = output;
        _chunks = new OpenAiChunks(context, $"chatcmpl-{context.Id}", "chat.completion.chunk", output);
        _text = _chunks.Template(Open + "{\"content\":\"", "\"}" + Close);
    }

    public override string ContentType => "text/event-stream";

    public override void Start(string? id, string? model)
    {
        if (_started) return;
        _started = true;
        _chunks.Write(Open + "{\"role\":\"assistant\",\"content\":\"\"}" + Close);
    }

    public override void Text(ReadOnlySpan<byte> utf8)
    {
        Start(null, null);
        _text.Write(_output, utf8);
    }

    public override void Thinking(ReadOnlySpan<byte> utf8)
    {
        Start(null, null);
        _thinking ??= _chunks.Template(Open + "{\"reasoning_content\":\"", "\"}" + Close);
        _thinking.Write(_output, utf8);
    }

    public override void ToolCall(int index, string id, string name)
    {
        Start(null, null);
        _hasCalls = true;
        _chunks.Write(string.Create(CultureInfo.InvariantCulture,
            $"{Open}{{\"tool_calls\":[{{\"index\":{index},\"id\":{JsonOutput.Quote(id)},\"type\":\"function\",\"function\":{{\"name\":{JsonOutput.Quote(name)},\"arguments\":\"\"}}}}]}}{Close}"));
    }

    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8)
    {
        if (_arguments is null || index != _argumentsIndex)
        {
            _argumentsIndex = index;
            _arguments = _chunks.Template(
                string.Create(CultureInfo.InvariantCulture, $"{Open}{{\"tool_calls\":[{{\"index\":{index},\"function\":{{\"arguments\":\""),
                "\"}}]}" + Close);
        }
        _arguments.Write(_output, utf8);
    }

    public override void LogProbs(ReadOnlySpan<byte> json)
    {
        Start(null, null);
        _chunks.Write(Open + "{\"content\":\"\"},\"logprobs\":", json, ",\"finish_reason\":null}");
    }

    public override void Finish(FinishReason reason, string? stopSequence)
    {
        if (_finished) return;
        Start(null, null);
        _finished = true;
        if (_hasCalls && reason is FinishReason.Stop or FinishReason.None) reason = FinishReason.ToolCalls;
        _chunks.Write(Open + "{},\"logprobs\":null,\"finish_reason\":\"" + OpenAiNames.Of(reason) + "\"}");
    }

    public override void Usage(in TokenUsage usage) => _usage = _usage.Merge(usage);

    public override void Error(WireError error)
    {
        _failed = true;
        _chunks.WriteError(error);
    }

    public override void Complete()
    {
        if (_failed) return;
        Finish(FinishReason.None, null);
        if (_context.IncludeUsage) _chunks.WriteUsage(_usage);
        _chunks.WriteDone();
    }
}
