using System.Text.Json;
using System.Text.Unicode;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Reads a whole reply. Its fields may come in any order; the sink gets them in the stream's.</summary>
internal sealed class AnthropicBodyReader : ReplyReader
{
    private readonly TextPieces _pieces = new();

    public override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IReplySink sink)
    {
        try
        {
            ReadMessage(data, sink);
        }
        catch (JsonException)
        {
            throw AnthropicGarbage.Exception();
        }
    }

    private void ReadMessage(ReadOnlySpan<byte> data, IReplySink sink)
    {
        var message = AnthropicMessage.Scan(data);
        if (message.Type.Json.SequenceEqual("error"u8))
        {
            sink.Error(AnthropicGarbage.Fault(data));
            return;
        }
        if (message.Content.IsEmpty) throw AnthropicGarbage.Exception();
        var usage = new AnthropicUsage();
        usage.Read(message.Usage);

        sink.Start(message.Id.ToStringOrNull(), message.Model.ToStringOrNull());
        ReadBlocks(message.Content, sink);
        sink.Usage(usage.ToNeutral(complete: true));
        if (message.StopReason.IsEmpty) return;
        sink.Finish(AnthropicStopReasons.Read(message.StopReason.Json), message.StopSequence.ToStringOrNull());
        Finished = true;
    }

    private void ReadBlocks(ReadOnlySpan<byte> list, IReplySink sink)
    {
        var json = new Utf8JsonReader(list);
        json.Read();
        var calls = 0;
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)json.TokenStartIndex;
            json.Skip();
            var block = AnthropicBlock.Scan(list[start..(int)json.BytesConsumed]);
            if (block.Type.Json.SequenceEqual("tool_use"u8)) ReadCall(block, calls++, sink);
            else if (block.Type.Json.SequenceEqual("text"u8)) sink.Text(Whole(block.Text));
            else if (block.Type.Json.SequenceEqual("thinking"u8)) ReadThinking(block, sink);
        }
    }

    private static void ReadCall(in AnthropicBlock block, int index, IReplySink sink)
    {
        if (!Utf8.IsValid(block.Input)) throw AnthropicGarbage.Exception();
        sink.ToolCall(index, block.Id.ToStringOrNull() ?? throw AnthropicGarbage.Exception(), block.Name.ToStringOrNull() ?? throw AnthropicGarbage.Exception());
        sink.ToolArguments(index, block.Input.IsEmpty ? "{}"u8 : block.Input);
    }

    private void ReadThinking(in AnthropicBlock block, IReplySink sink)
    {
        sink.Thinking(Whole(block.Thinking));
        if (!block.Signature.IsEmpty) sink.ThinkingSignature(Whole(block.Signature));
    }

    private ReadOnlySpan<byte> Whole(JsonPiece piece)
    {
        var text = _pieces.Take(piece.Json, piece.Escaped);
        var cut = _pieces.Flush();
        return cut.IsEmpty ? text : (byte[])[.. text, .. cut];
    }
}
