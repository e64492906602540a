using System.Buffers;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Writes a completion's reply as a stream of chunks. Completions have no word for thinking and tools.</summary>
internal sealed class OpenAiCompletionsStreamWriter : ReplyWriter
{
    private const string Open = "{\"index\":0,\"text\":\"";

    private readonly ReplyContext _context;
    private readonly IBufferWriter<byte> _output;
    private readonly OpenAiChunks _chunks;
    private readonly ChunkTemplate _text;
    private TokenUsage _usage = new();
    private int _offset;
    private bool _finished;
    private bool _failed;

    public OpenAiCompletionsStreamWriter(ReplyContext context, IBufferWriter<byte> output)
    {
        _context = context;
        _output = output;
        _chunks = new OpenAiChunks(context, $"cmpl-{context.Id}", "text_completion", output);
        _text = _chunks.Template(Open, "\",\"logprobs\":null,\"finish_reason\":null}");
    }

    public override string ContentType => "text/event-stream";

    public override void Start(string? id, string? model) { }

    public override void Text(ReadOnlySpan<byte> utf8) => _text.Write(_output, utf8);

    public override void Thinking(ReadOnlySpan<byte> utf8) { }

    public override void ToolCall(int index, string id, string name) { }

    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8) { }

    public override void LogProbs(ReadOnlySpan<byte> json)
    {
        var entries = OpenAiLogProbs.Entries(json);
        if (entries.IsEmpty) return;
        var old = new ArrayBufferWriter<byte>();
        using (var writer = JsonOutput.Create(old)) OpenAiLogProbs.WriteOld(writer, entries, ref _offset);
        _chunks.Write(Open + "\",\"logprobs\":", old.WrittenSpan, ",\"finish_reason\":null}");
    }

    public override void Finish(FinishReason reason, string? stopSequence)
    {
        if (_finished) return;
        _finished = true;
        _chunks.Write(Open + "\",\"logprobs\":null,\"finish_reason\":\"" + OpenAiNames.Of(reason) + "\"}");
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
