using System.Text.Json;
using System.Text.Unicode;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>
/// Reads the events of a streamed reply: message_start, then blocks (start, deltas, stop), then message_delta with the reason and the
/// counts, then message_stop. Events and blocks it does not know are passed over, as Anthropic asks of clients.
/// </summary>
internal sealed class AnthropicStreamReader : ReplyReader
{
    /// <summary>More blocks than any reply has.</summary>
    private const int MostBlocks = 10_000;

    private readonly TextPieces _text = new(), _thinking = new(), _arguments = new();
    private readonly List<int> _callOfBlock = [];
    private AnthropicUsage _usage = new();
    private bool _started, _hasReason;
    private int _calls;

    public override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IReplySink sink)
    {
        if (Finished) return;
        AnthropicEvent found;
        try
        {
            found = AnthropicEvent.Scan(data);
        }
        catch (JsonException)
        {
            throw AnthropicGarbage.Exception();
        }
        var type = found.Type.IsEmpty ? eventName : found.Type.Json;
        if (type.SequenceEqual("content_block_delta"u8)) Delta(found, sink);
        else if (type.SequenceEqual("content_block_start"u8)) BlockStart(found, sink);
        else if (type.SequenceEqual("content_block_stop"u8)) BlockStop(found, sink);
        else if (type.SequenceEqual("message_start"u8)) MessageStart(found, sink);
        else if (type.SequenceEqual("message_delta"u8)) MessageDelta(found, sink);
        else if (type.SequenceEqual("message_stop"u8)) Finished = _hasReason;
        else if (type.SequenceEqual("error"u8)) sink.Error(AnthropicGarbage.Fault(data));
        else if (type.IsEmpty) throw AnthropicGarbage.Exception();
    }

    private void Delta(in AnthropicEvent delta, IReplySink sink)
    {
        if (!delta.Text.IsEmpty)
        {
            if (_text.Take(delta.Text.Json, delta.Text.Escaped) is { IsEmpty: false } text) sink.Text(text);
        }
        else if (!delta.PartialJson.IsEmpty)
        {
            if (CallOf(delta.Index) is >= 0 and var call && _arguments.Take(delta.PartialJson.Json, delta.PartialJson.Escaped) is { IsEmpty: false } arguments)
                sink.ToolArguments(call, arguments);
        }
        else if (!delta.Thinking.IsEmpty)
        {
            if (_thinking.Take(delta.Thinking.Json, delta.Thinking.Escaped) is { IsEmpty: false } thinking) sink.Thinking(thinking);
        }
        else if (!delta.Signature.IsEmpty)
        {
            if (_thinking.Take(delta.Signature.Json, delta.Signature.Escaped) is { IsEmpty: false } signature) sink.ThinkingSignature(signature);
        }
    }

    private void MessageStart(in AnthropicEvent start, IReplySink sink)
    {
        if (_started) return;
        _started = true;
        AnthropicMessage message;
        try
        {
            message = AnthropicMessage.Scan(start.Message);
            _usage.Read(message.Usage);
        }
        catch (JsonException)
        {
            throw AnthropicGarbage.Exception();
        }
        sink.Start(message.Id.ToStringOrNull(), message.Model.ToStringOrNull());
        sink.Usage(_usage.ToNeutral(complete: false));
    }

    private void BlockStart(in AnthropicEvent start, IReplySink sink)
    {
        if (!_started || start.Index is < 0 or > MostBlocks) throw AnthropicGarbage.Exception();
        AnthropicBlock block;
        try
        {
            block = AnthropicBlock.Scan(start.Block);
        }
        catch (JsonException)
        {
            throw AnthropicGarbage.Exception();
        }
        while (_callOfBlock.Count <= start.Index) _callOfBlock.Add(-1);
        if (block.Type.Json.SequenceEqual("tool_use"u8))
        {
            _callOfBlock[start.Index] = _calls;
            sink.ToolCall(_calls, block.Id.ToStringOrNull() ?? throw AnthropicGarbage.Exception(), block.Name.ToStringOrNull() ?? throw AnthropicGarbage.Exception());
            // Anthropic starts with an empty object and sends deltas; some servers send all at once here.
            if (block.Input.Length > 2 && !IsEmptyObject(block.Input) && Utf8.IsValid(block.Input))
            {
                sink.ToolArguments(_calls, block.Input);
                _callOfBlock[start.Index] = -1;
            }
            _calls++;
            return;
        }
        if (!block.Thinking.IsEmpty) sink.Thinking(_thinking.Take(block.Thinking.Json, block.Thinking.Escaped));
        if (!block.Text.IsEmpty) sink.Text(_text.Take(block.Text.Json, block.Text.Escaped));
    }

    private void BlockStop(in AnthropicEvent stop, IReplySink sink)
    {
        if (_text.Flush() is { IsEmpty: false } text) sink.Text(text);
        if (_thinking.Flush() is { IsEmpty: false } thinking) sink.Thinking(thinking);
        if (_arguments.Flush() is { IsEmpty: false } arguments && CallOf(stop.Index) is >= 0 and var call) sink.ToolArguments(call, arguments);
    }

    private void MessageDelta(in AnthropicEvent delta, IReplySink sink)
    {
        if (!_started) throw AnthropicGarbage.Exception();
        try
        {
            _usage.Read(delta.Usage);
        }
        catch (JsonException)
        {
            throw AnthropicGarbage.Exception();
        }
        if (!delta.Usage.IsEmpty) sink.Usage(_usage.ToNeutral(complete: true));
        if (delta.StopReason.IsEmpty || _hasReason) return;
        _hasReason = true;
        sink.Finish(AnthropicStopReasons.Read(delta.StopReason.Json), delta.StopSequence.ToStringOrNull());
    }

    private int CallOf(int block) => block >= 0 && block < _callOfBlock.Count ? _callOfBlock[block] : -1;

    private static bool IsEmptyObject(ReadOnlySpan<byte> json) => json[1..^1].Trim(" \t\r\n"u8).IsEmpty;
}
