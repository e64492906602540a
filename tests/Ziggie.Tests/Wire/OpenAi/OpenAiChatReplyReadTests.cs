using System.Text;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.OpenAi;

public sealed class OpenAiChatReplyReadTests
{
    private static readonly string[] Said = ["start chatcmpl-1 m", "thinking Hm.", "text Hei \"på\" deg\n🐈", "finish Stop", "usage 11 5 3 2"];

    [Fact]
    public void Reads_a_stream_as_vLLM_sends_it()
    {
        var sink = WireFormats.OpenAiChat.ReadStream(Stream(
            """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning_content":null},"logprobs":null,"finish_reason":null}],"usage":null}""",
            """{"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"reasoning":"Hm","reasoning_content":"Hm"},"finish_reason":null}]}""",
            """{"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"reasoning":".","reasoning_content":"."},"finish_reason":null}]}""",
            """{"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"content":"Hei \"p\u00e5\""},"finish_reason":null}]}""",
            """{"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"content":" deg\n\ud83d"},"finish_reason":null}]}""",
            """{"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"content":"\udc08"},"finish_reason":"stop","stop_reason":null}]}""",
            """{"id":"chatcmpl-1","model":"m","choices":[],"usage":{"prompt_tokens":11,"total_tokens":16,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}}}""",
            "[DONE]"), out var finished);

        Assert.Equal(Said, sink.Events);
        Assert.True(finished);
    }

    /// <summary>llama-server has the finish reason first and the id behind the choices.</summary>
    [Fact]
    public void Reads_a_stream_as_llama_server_sends_it()
    {
        var sink = WireFormats.OpenAiChat.ReadReply(true, Stream(
            """{"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1,"id":"chatcmpl-1","model":"m","system_fingerprint":"b1","object":"chat.completion.chunk"}""",
            """{"choices":[{"finish_reason":null,"index":0,"delta":{"reasoning_content":"Hm."}}],"created":1,"id":"chatcmpl-1","model":"m"}""",
            """{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"Hei \"på\" deg\n🐈"}}],"created":1,"id":"chatcmpl-1","model":"m"}""",
            """{"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"created":1,"id":"chatcmpl-1","model":"m"}""",
            """{"choices":[],"created":1,"id":"chatcmpl-1","model":"m","usage":{"completion_tokens":5,"prompt_tokens":11,"total_tokens":16,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}},"timings":{"cache_n":3,"prompt_n":8,"prompt_ms":12.5,"predicted_n":5,"predicted_ms":50.0}}""",
            "[DONE]"));

        Assert.Equal(Said, sink.Events);
        Assert.Equal((12_500_000L, 50_000_000L), (sink.Usage.PromptNs, sink.Usage.EvalNs));
    }

    [Fact]
    public void Reads_a_body_as_the_same_events()
    {
        var sink = WireFormats.OpenAiChat.ReadReply(false, """
            {
              "choices": [ { "finish_reason": "stop", "index": 0, "message": { "role": "assistant", "content": "Hei \"på\" deg\n\ud83d\udc08", "reasoning_content": "Hm." } },
                           { "finish_reason": "stop", "index": 1, "message": { "role": "assistant", "content": "another" } } ],
              "usage": { "prompt_tokens": 11, "completion_tokens": 5, "prompt_tokens_details": { "cached_tokens": 3 }, "completion_tokens_details": { "reasoning_tokens": 2 } },
              "id": "chatcmpl-1", "model": "m"
            }
            """);

        Assert.Equal(Said, sink.Events);
    }

    [Theory]
    [InlineData("stop", "null", "finish Stop")]
    [InlineData("stop", "\"###\"", "finish StopSequence ###")]
    [InlineData("stop", "151645", "finish Stop")]
    [InlineData("length", "null", "finish Length")]
    [InlineData("tool_calls", "null", "finish ToolCalls")]
    [InlineData("function_call", "null", "finish ToolCalls")]
    [InlineData("content_filter", "null", "finish ContentFilter")]
    [InlineData("eos", "null", "finish Stop")]
    public void Reads_every_finish_reason(string reason, string stop, string expected)
    {
        var streamed = WireFormats.OpenAiChat.ReadStream(Stream($$"""{"choices":[{"index":0,"delta":{},"finish_reason":"{{reason}}","stop_reason":{{stop}}}]}"""), out var finished);
        var whole = WireFormats.OpenAiChat.ReadReply(false, $$"""{"choices":[{"index":0,"message":{"content":""},"finish_reason":"{{reason}}","stop_reason":{{stop}}}]}""");

        Assert.Equal(["start - -", expected], streamed.Events);
        Assert.Equal(["start - -", expected], whole.Events);
        Assert.True(finished);
    }

    [Fact]
    public void A_stream_without_a_finish_reason_has_not_finished()
    {
        WireFormats.OpenAiChat.ReadStream(Stream("""{"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":""}]}""", "[DONE]"), out var finished);

        Assert.False(finished);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Out of memory.","type":"server_error","code":500}}""", "error Backend Out of memory.")]
    [InlineData("""{"error":"Out of memory."}""", "error Backend Out of memory.")]
    [InlineData("""{"object":"error","message":"Out of memory.","type":"InternalServerError","code":500}""", "error Backend Out of memory.")]
    [InlineData("""{"error":{"message":"Slow down.","type":"rate_limit_error"}}""", "error RateLimited Slow down.")]
    [InlineData("""{"error":{}}""", "error Backend The backend reported an error without saying which.")]
    public void Errors_in_the_stream_and_in_a_body_are_told(string frame, string expected)
    {
        Assert.Equal(["start - -", "text Hi", expected], WireFormats.OpenAiChat.ReadReply(true, Stream("""{"choices":[{"index":0,"delta":{"content":"Hi"}}]}""", frame)).Events);
        Assert.Equal([expected], WireFormats.OpenAiChat.ReadReply(false, frame).Events);
    }

    [Theory]
    [InlineData("<html>502</html>")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"Hi""")]
    [InlineData("""{"choices":[]} secret""")]
    [InlineData("""{"choices":{"secret":1}}""")]
    [InlineData("""["secret"]""")]
    [InlineData("")]
    public void Nonsense_is_a_fault_of_the_backend(string frame)
    {
        var reader = WireFormats.OpenAiChat.CreateReader(stream: true);

        var fault = Assert.Throws<WireException>(() => reader.Read(default, Encoding.UTF8.GetBytes(frame), new RecordedReply()));

        Assert.Equal(ErrorKind.Backend, fault.Error.Kind);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
        Assert.False(reader.Finished);
    }

    [Fact]
    public void A_body_of_another_dialect_is_a_fault_of_the_backend() =>
        Assert.Throws<WireException>(() => WireFormats.OpenAiChat.ReadReply(false, """{"model":"m","done":true}"""));

    [Fact]
    public void Refusals_are_text_and_Mistrals_parts_are_told_apart()
    {
        Assert.Equal(["start - -", "text I can't.", "finish Stop"],
            WireFormats.OpenAiChat.ReadReply(false, """{"choices":[{"index":0,"message":{"content":null,"refusal":"I can't."},"finish_reason":"stop"}]}""").Events);
        Assert.Equal(["start - -", "thinking Hm.", "text Hi", "finish Stop"],
            WireFormats.OpenAiChat.ReadReply(false, """
                {"choices":[{"index":0,"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]},{"type":"text","text":"Hi"}]},"finish_reason":"stop"}]}
                """).Events);
    }

    [Fact]
    public void Log_probabilities_follow_their_text()
    {
        const string logProbs = """{"content":[{"token":"Hi","logprob":-0.1,"bytes":[72,105],"top_logprobs":[]}]}""";

        var sink = WireFormats.OpenAiChat.ReadReply(true, Stream($$"""{"choices":[{"index":0,"logprobs":{{logProbs}},"delta":{"content":"Hi"},"finish_reason":null}]}"""));

        Assert.Equal(["start - -", "text Hi", $"logprobs {logProbs}"], sink.Events);
    }

    [Fact]
    public void Half_a_character_across_chunks_is_joined()
    {
        var reader = WireFormats.OpenAiChat.CreateReader(stream: true);
        var sink = new RecordedReply();
        var cat = "🐈"u8;
        reader.Read(default, [.. "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a"u8, .. cat[..3], .. "\"}}]}"u8], sink);
        reader.Read(default, [.. "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\""u8, .. cat[3..], .. "b\"}}]}"u8], sink);
        reader.Read(default, [.. "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"c"u8, .. cat[..2], .. "\"},\"finish_reason\":\"stop\"}]}"u8], sink);

        Assert.Equal(["start - -", "text a🐈bc\uFFFD", "finish Stop"], sink.Events);
    }

    [Fact]
    public void A_chunk_costs_no_memory()
    {
        var reader = WireFormats.OpenAiChat.CreateReader(stream: true);
        var sink = new DeafSink();
        var plain = Encoding.UTF8.GetBytes("""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}],"usage":null}""");
        var escaped = Encoding.UTF8.GetBytes("""{"choices":[{"index":0,"delta":{"content":"\n\t\"\u00e5\""},"finish_reason":null}]}""");
        reader.Read(default, plain, sink);
        reader.Read(default, escaped, sink);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            reader.Read(default, plain, sink);
            reader.Read(default, escaped, sink);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal static string Stream(params string[] frames) => string.Concat(frames.Select(f => $"data: {f}\n\n"));

    private sealed class DeafSink : IReplySink
    {
        public void Start(string? id, string? model) { }
        public void Text(ReadOnlySpan<byte> utf8) { }
        public void Thinking(ReadOnlySpan<byte> utf8) { }
        public void ThinkingSignature(ReadOnlySpan<byte> utf8) { }
        public void ToolCall(int index, string id, string name) { }
        public void ToolArguments(int index, ReadOnlySpan<byte> utf8) { }
        public void LogProbs(ReadOnlySpan<byte> json) { }
        public void Embedding(int index, ReadOnlySpan<float> vector) { }
        public void Finish(FinishReason reason, string? stopSequence) { }
        public void Usage(in TokenUsage usage) { }
        public void Error(WireError error) { }
    }
}
