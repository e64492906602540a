using System.Buffers;
using System.Text;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>What is open in a streamed reply.</summary>
internal enum OpenBlock { None, Text, Thinking, Tool }

/// <summary>Writes the events of blocks: one is open at a time, and they count from 0. What is constant in a block's deltas is encoded once per block.</summary>
internal sealed class AnthropicBlockEvents(IBufferWriter<byte> output)
{
    private ChunkTemplate? _delta;
    private int _index = -1;

    public OpenBlock Open { get; private set; }

    public void OpenText() => Begin(OpenBlock.Text, """{"type":"text","text":""}""", """{"type":"text_delta","text":""");

    public void OpenThinking() => Begin(OpenBlock.Thinking, """{"type":"thinking","thinking":"","signature":""}""", """{"type":"thinking_delta","thinking":""");

    public void OpenTool(string id, string name) => Begin(
        OpenBlock.Tool,
        $$$"""{"type":"tool_use","id":"{{{JsonEncodedText.Encode(id)}}}","name":"{{{JsonEncodedText.Encode(name)}}}","input":{}}""",
        """{"type":"input_json_delta","partial_json":""");

    public void Delta(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.IsEmpty) _delta!.Write(output, utf8);
    }

    /// <summary>Only within thinking.</summary>
    public void Signature(ReadOnlySpan<byte> utf8) => Template("""{"type":"signature_delta","signature":""").Write(output, utf8);

    public void Close()
    {
        if (Open == OpenBlock.None) return;
        Open = OpenBlock.None;
        output.Write(Encoding.UTF8.GetBytes($$"""
            event: content_block_stop
            data: {"type":"content_block_stop","index":{{_index}}}


            """));
    }

    private void Begin(OpenBlock kind, string block, string delta)
    {
        Close();
        Open = kind;
        _index++;
        _delta = Template(delta);
        output.Write(Encoding.UTF8.GetBytes($$"""
            event: content_block_start
            data: {"type":"content_block_start","index":{{_index}},"content_block":{{block}}}


            """));
    }

    private ChunkTemplate Template(string delta) => new(
        $$"""
        event: content_block_delta
        data: {"type":"content_block_delta","index":{{_index}},"delta":{{delta}}"
        """,
        """
        "}}


        """);
}
