using System.Text;
using Ziggie.Wire;
using static Ziggie.Tests.Wire.WireKit;

namespace Ziggie.Tests.Wire.Anthropic;

public sealed class AnthropicReplyWriterTests
{
    [Fact]
    public void A_stream_has_its_events_in_order() => Assert.Equal("""
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_42","type":"message","role":"assistant","model":"asked","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"a \"b\"\n"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: content_block_start
        data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"call_x","name":"f","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":2}

        event: content_block_start
        data: {"type":"content_block_start","index":3,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"more"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":3}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":8,"cache_creation_input_tokens":0,"cache_read_input_tokens":3,"output_tokens":5}}

        event: message_stop
        data: {"type":"message_stop"}


        """, WireFormats.AnthropicMessages.WriteReply(true, Everything));

    [Fact]
    public void A_body_has_the_same_blocks() => SameJson("""
        {"id":"msg_42","type":"message","role":"assistant","model":"asked","content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"text","text":"a \"b\"\n"},
         {"type":"tool_use","id":"call_x","name":"f","input":{"a":1}},{"type":"text","text":"more"}],"stop_reason":"tool_use","stop_sequence":null,
         "usage":{"input_tokens":8,"cache_creation_input_tokens":0,"cache_read_input_tokens":3,"output_tokens":5}}
        """, WireFormats.AnthropicMessages.WriteReply(false, Everything));

    [Fact]
    public void Calls_whose_arguments_come_by_turns_become_blocks_one_after_the_other()
    {
        var reply = WireFormats.AnthropicMessages.ReadReply(true, WireFormats.AnthropicMessages.WriteReply(true, writer =>
        {
            writer.ToolCall(0, "a", "f");
            writer.ToolCall(1, "b", "g");
            writer.ToolCall(2, "c", "h");
            writer.Arguments(0, "{\"x\":");
            writer.Arguments(1, "{\"y\":\"}");
            writer.Arguments(0, "[{}]}");
            writer.Arguments(1, "{\\\"\"}");
            writer.Arguments(2, "{}");
            writer.End(FinishReason.ToolCalls);
        }));

        Assert.Equal(["call 0 a f", """arguments 0 {"x":[{}]}""", "call 1 b g", """arguments 1 {"y":"}{\""}""", "call 2 c h", "arguments 2 {}", "finish ToolCalls"], reply.Content);
    }

    [Fact]
    public void Calls_without_arguments_are_blocks_too() => Assert.Equal(
        ["call 0 a f", "call 1 b g", "text t", "finish ToolCalls"],
        WireFormats.AnthropicMessages.ReadReply(true, WireFormats.AnthropicMessages.WriteReply(true, writer =>
        {
            writer.ToolCall(0, "a", "f");
            writer.ToolCall(1, "b", "g");
            writer.Say("t");
            writer.End(FinishReason.ToolCalls);
        })).Content);

    [Fact]
    public void Arguments_of_a_call_that_has_ended_are_the_backends_fault() => Assert.Throws<WireException>(() => WireFormats.AnthropicMessages.WriteReply(true, writer =>
    {
        writer.ToolCall(0, "a", "f");
        writer.Say("t");
        writer.Arguments(0, "{}");
    }));

    [Theory]
    [InlineData(FinishReason.Stop, "end_turn")]
    [InlineData(FinishReason.None, "end_turn")]
    [InlineData(FinishReason.StopSequence, "stop_sequence")]
    [InlineData(FinishReason.Length, "max_tokens")]
    [InlineData(FinishReason.ToolCalls, "tool_use")]
    [InlineData(FinishReason.ContentFilter, "refusal")]
    public void Every_reason_has_its_word(FinishReason reason, string word)
    {
        Assert.Equal(word, ParseJson(WireFormats.AnthropicMessages.WriteReply(false, writer => writer.End(reason))).GetProperty("stop_reason").GetString());
        Assert.Contains($"\"stop_reason\":\"{word}\"", WireFormats.AnthropicMessages.WriteReply(true, writer => writer.End(reason)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tool_calls_are_the_reason_whatever_the_server_says(bool stream) => Assert.Contains("\"stop_reason\":\"tool_use\"", WireFormats.AnthropicMessages.WriteReply(stream, writer =>
    {
        writer.ToolCall(0, "a", "f");
        writer.End();
    }), StringComparison.Ordinal);

    [Fact]
    public void The_sequence_that_stopped_it_is_named() => Assert.Equal("###", ParseJson(WireFormats.AnthropicMessages.WriteReply(false, writer =>
    {
        writer.Finish(FinishReason.StopSequence, "###");
        writer.Complete();
    })).GetProperty("stop_sequence").GetString());

    [Fact]
    public void A_failure_is_an_event_and_nothing_follows() => Assert.EndsWith("""
        event: error
        data: {"type":"error","error":{"type":"overloaded_error","message":"full"}}


        """, WireFormats.AnthropicMessages.WriteReply(true, writer =>
    {
        writer.Start(null, null);
        writer.Say("x");
        writer.Error(new WireError(ErrorKind.Overloaded, "full"));
    }), StringComparison.Ordinal);

    [Fact]
    public void Arguments_cut_off_by_the_limit_are_none_and_broken_ones_told()
    {
        SameJson("{}", ParseJson(WireFormats.AnthropicMessages.WriteReply(false, writer => Broken(writer, FinishReason.Length))).GetProperty("content")[0].GetProperty("input").GetRawText());
        Assert.Throws<WireException>(() => WireFormats.AnthropicMessages.WriteReply(false, writer => Broken(writer, FinishReason.Stop)));

        static void Broken(ReplyWriter writer, FinishReason reason)
        {
            writer.ToolCall(0, "c", "f");
            writer.Arguments(0, "{\"a\":");
            writer.End(reason);
        }
    }

    [Fact]
    public void A_count_is_written() =>
        Assert.Equal("""{"input_tokens":42}""", WireFormats.AnthropicCountTokens.WriteReply(false, writer => writer.End(usage: new TokenUsage(42))));

    [Fact]
    public void Text_chunks_are_written_without_allocating()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>(1 << 20);
        var writer = WireFormats.AnthropicMessages.CreateWriter(Context(WireFormats.AnthropicMessages, stream: true), output);
        var text = Encoding.UTF8.GetBytes("a token with \"quotes\" ");
        for (var i = 0; i < 100; i++) writer.Text(text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) writer.Text(text);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Everything(ReplyWriter writer)
    {
        writer.Start("upstream", "model");
        writer.Think("hm");
        writer.ThinkingSignature("sig"u8);
        writer.Say("a \"b\"\n");
        writer.ToolCall(0, "call_x", "f");
        writer.Arguments(0, "{\"a\":1}");
        writer.Say("more");
        writer.End(FinishReason.ToolCalls, new TokenUsage(11, 5, 3));
    }
}
