using System.Text.Json;
using System.Text.Unicode;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>
/// Reads the lines of <c>/api/chat</c> and <c>/api/generate</c>; a whole body is one such line. One pass over the bytes notes where
/// things are, then they are told in their order: start, thinking, text, tool calls, usage, finish.
/// </summary>
internal sealed class OllamaReplyReader(bool chat) : ReplyReader
{
    private readonly TextPieces _text = new(), _thinking = new();
    private bool _started;
    private int _calls;

    public override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IReplySink sink)
    {
        if (Finished) return;
        var line = new OllamaLine();
        try
        {
            line.Scan(data, chat);
        }
        catch (JsonException)
        {
            throw Garbage();
        }
        Tell(line, data, sink);
    }

    private void Tell(in OllamaLine line, ReadOnlySpan<byte> data, IReplySink sink)
    {
        if (line.IsError)
        {
            sink.Error(BackendFault.TryRead(data, out var fault) ? fault.ToError() : new WireError(ErrorKind.Backend, "The backend reported a failure without saying which."));
            return;
        }
        if (!line.IsReply) throw Garbage();
        if (!_started)
        {
            _started = true;
            sink.Start(null, line.Model.ToStringOrNull());
        }
        if (!line.Thinking.IsEmpty && _thinking.Take(line.Thinking.Json, line.Thinking.Escaped) is { IsEmpty: false } thinking) sink.Thinking(thinking);
        if (!line.Text.IsEmpty && _text.Take(line.Text.Json, line.Text.Escaped) is { IsEmpty: false } text) sink.Text(text);
        if (line.LogProbs.Length > 2 && Utf8.IsValid(line.LogProbs)) sink.LogProbs(OllamaLogProbs.ToOpenAi(line.LogProbs));
        if (!line.ToolCalls.IsEmpty) TellCalls(line.ToolCalls, sink);
        if (line.Done) TellEnd(line, sink);
    }

    private void TellCalls(ReadOnlySpan<byte> list, IReplySink sink)
    {
        foreach (var (id, name, arguments) in OllamaReplyCalls.Read(list) ?? throw Garbage())
        {
            sink.ToolCall(_calls, id, name);
            sink.ToolArguments(_calls, arguments);
            _calls++;
        }
    }

    private void TellEnd(in OllamaLine line, IReplySink sink)
    {
        if (_thinking.Flush() is { IsEmpty: false } cutThinking) sink.Thinking(cutThinking);
        if (_text.Flush() is { IsEmpty: false } cutText) sink.Text(cutText);
        sink.Usage(line.Usage);
        sink.Finish(line.Reason == FinishReason.Stop && _calls > 0 ? FinishReason.ToolCalls : line.Reason, null);
        Finished = true;
    }

    private static WireException Garbage() =>
        new(new WireError(ErrorKind.Backend, "The backend sent something that is not a reply in Ollama's format.", "backend_garbage"));
}
