using Ziggie.Wire;

namespace Ziggie.Tests.Wire.Anthropic;

public sealed class AnthropicReplyReaderTests
{
    private const string Stream = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":3,"cache_read_input_tokens":5,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        event: ping
        data: {"type": "ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"He"}}

        event: content_block_delta
        data: {"delta":{"text":"llo \"\u00fc\"","type":"text_delta"},"index":1,"type":"content_block_delta"}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: content_block_start
        data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"\"\\u00fc\"}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":2}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":20,"output_tokens_details":{"thinking_tokens":4}}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    [Fact]
    public void A_stream_is_told_in_order()
    {
        var recorded = new RecordedReply();

        Assert.True(WireFormats.AnthropicMessages.Feed(true, System.Text.Encoding.UTF8.GetBytes(Stream), recorded));
        Assert.Equal(
        [
            "start msg_1 claude", "usage 18 -1 5 -1", "thinking hm", "signature sig", "text Hello \"ü\"", "call 0 toolu_1 f", """arguments 0 {"a":"\u00fc"}""",
            "usage 18 20 5 4", "finish ToolCalls",
        ], recorded.Events);
    }

    [Fact]
    public void A_body_gives_the_same_content() => Assert.Equal(
        WireFormats.AnthropicMessages.ReadReply(true, Stream).Content,
        WireFormats.AnthropicMessages.ReadReply(false, """
            {"content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"text","text":"Hello \"\u00fc\""},{"type":"tool_use","id":"toolu_1","name":"f","input":{"a":"\u00fc"}}],
             "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":20},"id":"msg_1","type":"message","role":"assistant","model":"claude"}
            """).Content);

    [Fact]
    public void Names_of_events_stand_in_for_missing_types()
    {
        var reply = WireFormats.AnthropicMessages.ReadReply(true, Stream.Replace("\"type\":\"message_stop\"", "", StringComparison.Ordinal));

        Assert.Equal("finish ToolCalls", reply.Events[^1]);
    }

    [Theory]
    [InlineData("end_turn", "finish Stop")]
    [InlineData("stop_sequence", "finish StopSequence x")]
    [InlineData("max_tokens", "finish Length")]
    [InlineData("model_context_window_exceeded", "finish Length")]
    [InlineData("tool_use", "finish ToolCalls")]
    [InlineData("refusal", "finish ContentFilter")]
    [InlineData("pause_turn", "finish Stop")]
    [InlineData("something_new", "finish Stop")]
    public void Every_reason_has_its_counterpart(string reason, string expected)
    {
        var sequence = reason == "stop_sequence" ? "\"x\"" : "null";
        var body = $$$"""{"type":"message","content":[],"stop_reason":"{{{reason}}}","stop_sequence":{{{sequence}}},"usage":{"input_tokens":1,"output_tokens":2}}""";

        Assert.Equal(expected, WireFormats.AnthropicMessages.ReadReply(false, body).Events[^1]);
    }

    [Fact]
    public void An_input_sent_at_once_is_taken_at_once()
    {
        var reply = WireFormats.AnthropicMessages.ReadReply(true, """
            data: {"type":"message_start","message":{"id":"a","model":"b"}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"x","name":"f","input":{"a":1}}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}


            """);

        Assert.Equal(["call 0 x f", """arguments 0 {"a":1}"""], reply.Content);
    }

    [Fact]
    public void Blocks_of_the_future_are_passed_over()
    {
        var reply = WireFormats.AnthropicMessages.ReadReply(true, """
            data: {"type":"message_start","message":{"id":"a","model":"b"}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"hologram","points":[1,2]}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"hologram_delta","points":[3]}}

            data: {"type":"applause","volume":11}


            """);

        Assert.Empty(reply.Content);
    }

    [Theory]
    [InlineData("overloaded_error", ErrorKind.Overloaded)]
    [InlineData("rate_limit_error", ErrorKind.RateLimited)]
    [InlineData("api_error", ErrorKind.Backend)]
    public void A_failure_in_the_stream_is_told_and_is_no_end(string type, ErrorKind kind)
    {
        var recorded = new RecordedReply();
        var stream = $$$"""
            event: error
            data: {"type":"error","error":{"type":"{{{type}}}","message":"Too busy"}}


            """;

        Assert.False(WireFormats.AnthropicMessages.Feed(true, System.Text.Encoding.UTF8.GetBytes(stream), recorded));
        Assert.Equal([$"error {kind} Too busy"], recorded.Events);
    }

    [Fact]
    public void Without_its_last_event_a_stream_is_not_finished() =>
        Assert.False(WireFormats.AnthropicMessages.Feed(true, System.Text.Encoding.UTF8.GetBytes(Stream[..Stream.IndexOf("event: message_stop", StringComparison.Ordinal)]), new RecordedReply()));

    [Theory]
    [InlineData(true, "data: <html>secret</html>\n\n")]
    [InlineData(true, "data: {\"secret\":1}\n\n")]
    [InlineData(true, "data: [DONE]\n\n")]
    [InlineData(true, "data: {\"type\":\"content_block_delta\",\"delta\":\"secret\"}\n\n")]
    [InlineData(true, "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"secret\"}}\n\n")]
    [InlineData(true, "data: {\"type\":\"message_start\",\"message\":\"secret\"}\n\n")]
    [InlineData(true, "data: {\"type\":\"message_stop\"} secret\n\n")]
    [InlineData(false, "<html>secret</html>")]
    [InlineData(false, "{}")]
    [InlineData(false, """{"content":"secret"}""")]
    [InlineData(false, """{"content":[{"type":"tool_use"}]}""")]
    [InlineData(false, """{"content":[{"type":"text","text":"secret""")]
    public void What_is_not_anthropics_is_the_backends_fault_and_not_shown(bool stream, string reply)
    {
        var error = Assert.Throws<WireException>(() => WireFormats.AnthropicMessages.ReadReply(stream, reply)).Error;

        Assert.Equal(ErrorKind.Backend, error.Kind);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_is_read()
    {
        Assert.Equal("usage 42 -1 -1 -1", WireFormats.AnthropicCountTokens.ReadReply(false, """{"input_tokens":42}""").Events[1]);
        Assert.Throws<WireException>(() => WireFormats.AnthropicCountTokens.ReadReply(false, """{"tokens":42}"""));
    }
}
