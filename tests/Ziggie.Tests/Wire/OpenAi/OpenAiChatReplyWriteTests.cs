using Ziggie.Wire;

namespace Ziggie.Tests.Wire.OpenAi;

public sealed class OpenAiChatReplyWriteTests
{
    private static readonly ModelRequest Whole = new() { Operation = Operation.Chat };
    private static readonly ModelRequest Streamed = Whole with { Stream = true };

    [Fact]
    public void Writes_a_stream_to_the_letter()
    {
        var stream = WireFormats.OpenAiChat.WriteReply(Streamed with { IncludeUsage = true }, writer =>
        {
            writer.Start("x", "y");
            writer.Text("Say \"hi\"\n"u8);
            writer.Finish(FinishReason.Stop, null);
            writer.Usage(new TokenUsage(3, 2, 1));
        });

        const string head = """{"id":"chatcmpl-abc","object":"chat.completion.chunk","created":1700000000,"model":"the-model","choices":[""";
        Assert.Equal(
            [
                head + """{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}""",
                head + """{"index":0,"delta":{"content":"Say \"hi\"\n"},"logprobs":null,"finish_reason":null}],"usage":null}""",
                head + """{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}""",
                head + """],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":{"cached_tokens":1}}}""",
                "[DONE]",
            ],
            WireKit.FramesOf(stream));
    }

    [Fact]
    public void Writes_a_body_to_the_letter()
    {
        var body = WireFormats.OpenAiChat.WriteReply(Whole, writer =>
        {
            writer.Start("x", "y");
            writer.Thinking("Hm."u8);
            writer.Text("Hei på deg 🐈"u8);
            writer.ToolCall(0, "call_a", "look");
            writer.ToolArguments(0, "{\"deep\":"u8);
            writer.ToolArguments(0, "true}"u8);
            writer.ToolCall(1, "call_b", "wait");
            writer.Finish(FinishReason.ToolCalls, null);
            writer.Usage(new TokenUsage(3, 2, Reasoning: 1));
        });

        WireKit.SameJson("""
            {"id":"chatcmpl-abc","object":"chat.completion","created":1700000000,"model":"the-model","choices":[{"index":0,"message":{"role":"assistant",
              "content":"Hei på deg 🐈","refusal":null,"reasoning_content":"Hm.","tool_calls":[
                {"id":"call_a","type":"function","function":{"name":"look","arguments":"{\"deep\":true}"}},
                {"id":"call_b","type":"function","function":{"name":"wait","arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],
             "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"completion_tokens_details":{"reasoning_tokens":1}}}
            """, body);
    }

    [Fact]
    public void Stream_and_body_read_back_as_what_was_said()
    {
        string[] expected =
        [
            "start chatcmpl-abc the-model", "thinking Hm…", "text Hei \"på\" 🐈", "call 0 call_a look", "arguments 0 {\"deep\":true}",
            "call 1 call_b wait", "arguments 1 {}", "finish ToolCalls", "usage 3 2 1 1",
        ];

        Assert.Equal(expected, WireFormats.OpenAiChat.ReadStream(WireFormats.OpenAiChat.WriteReply(Streamed with { IncludeUsage = true }, Say), out var finished).Events);
        Assert.Equal(expected, WireFormats.OpenAiChat.ReadReply(false, WireFormats.OpenAiChat.WriteReply(Whole, Say)).Events);
        Assert.True(finished);

        static void Say(ReplyWriter writer)
        {
            writer.Start("x", "y");
            writer.Thinking("Hm"u8);
            writer.Thinking("…"u8);
            writer.Text("Hei \"på\""u8);
            writer.Text(" 🐈"u8);
            writer.ToolCall(0, "call_a", "look");
            writer.ToolArguments(0, "{\"deep\":"u8);
            writer.ToolArguments(0, "true}"u8);
            writer.ToolCall(1, "call_b", "wait");
            writer.Usage(new TokenUsage(3, 1));
            writer.Finish(FinishReason.Stop, null);
            writer.Usage(new TokenUsage(-1, 2, 1, 1));
        }
    }

    [Theory]
    [InlineData(FinishReason.None, "stop")]
    [InlineData(FinishReason.Stop, "stop")]
    [InlineData(FinishReason.StopSequence, "stop")]
    [InlineData(FinishReason.Length, "length")]
    [InlineData(FinishReason.ToolCalls, "tool_calls")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    [InlineData(FinishReason.Load, "stop")]
    [InlineData(FinishReason.Unload, "stop")]
    public void Writes_every_finish_reason(FinishReason reason, string word)
    {
        foreach (var request in (ModelRequest[])[Whole, Streamed])
            Assert.Contains($"\"finish_reason\":\"{word}\"", WireFormats.OpenAiChat.WriteReply(request, w => w.Finish(reason, "x")), StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_is_hidden_from_who_did_not_ask()
    {
        var stream = WireFormats.OpenAiChat.WriteReply(Streamed, writer =>
        {
            writer.Text("Hi"u8);
            writer.Usage(new TokenUsage(3, 2));
        });

        Assert.DoesNotContain("usage", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_ends_the_stream_without_DONE()
    {
        var stream = WireFormats.OpenAiChat.WriteReply(Streamed, writer =>
        {
            writer.Text("Hi"u8);
            writer.Error(new WireError(ErrorKind.Timeout, "No token for 60 s."));
        });

        Assert.Equal("""{"error":{"message":"No token for 60 s.","type":"server_error","param":null,"code":"timeout"}}""", WireKit.FramesOf(stream)[^1]);
    }

    [Fact]
    public void Log_probabilities_are_passed_on()
    {
        Action<ReplyWriter> says = writer =>
        {
            writer.Text("Hi"u8);
            writer.LogProbs("{\"content\":[{\"token\":\"Hi\",\n\"logprob\":-0.1}]}"u8);
            writer.Text("!"u8);
            writer.LogProbs("""{"content":[{"token":"!","logprob":-0.2}],"refusal":null}"""u8);
        };

        var frames = WireKit.FramesOf(WireFormats.OpenAiChat.WriteReply(Streamed, says));
        var body = WireFormats.OpenAiChat.WriteReply(Whole, says);

        Assert.Contains("\"logprobs\":{\"content\":[{\"token\":\"Hi\", \"logprob\":-0.1}]}", frames[2], StringComparison.Ordinal);
        Assert.Contains("\"logprobs\":{\"content\":[{\"token\":\"Hi\",\n\"logprob\":-0.1},{\"token\":\"!\",\"logprob\":-0.2}],\"refusal\":null}", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_models_are_escaped()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = WireFormats.OpenAiChat.CreateWriter(new ReplyContext("a\"b", "m\n\"x\"", default, Streamed, TimeProvider.System), output);
        writer.Start(null, null);

        var sink = WireFormats.OpenAiChat.ReadReply(true, System.Text.Encoding.UTF8.GetString(output.WrittenSpan));

        Assert.Equal("start chatcmpl-a\"b m\n\"x\"", sink.Events[0]);
    }

    [Fact]
    public void A_chunk_costs_no_memory()
    {
        var output = new FixedBuffer();
        var writer = WireFormats.OpenAiChat.CreateWriter(new ReplyContext("abc", "m", default, Streamed, TimeProvider.System), output);
        Say();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Say();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Say()
        {
            writer.Text(" word\n"u8);
            writer.Thinking("hm"u8);
            writer.ToolArguments(0, "{\"a\":1}"u8);
        }
    }

    private sealed class FixedBuffer : System.Buffers.IBufferWriter<byte>
    {
        private readonly byte[] _bytes = new byte[4096];

        public void Advance(int count) { }

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes;

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes;
    }
}
