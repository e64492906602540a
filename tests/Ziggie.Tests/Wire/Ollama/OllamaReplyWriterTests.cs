using System.Text;
using Ziggie.Tests.Support;
using Ziggie.Wire;
using static Ziggie.Tests.Wire.WireKit;

namespace Ziggie.Tests.Wire.Ollama;

public sealed class OllamaReplyWriterTests
{
    [Fact]
    public void A_stream_is_lines_of_objects_with_honest_durations()
    {
        var time = new ManualTime(Start);
        var reply = WireFormats.OllamaChat.WriteReply(true, writer =>
        {
            writer.Start("x", "y");
            time.Advance(TimeSpan.FromMilliseconds(200));
            writer.Think("hm");
            time.Advance(TimeSpan.FromMilliseconds(100));
            writer.Say("a \"b\"\n😀");
            time.Advance(TimeSpan.FromMilliseconds(200));
            writer.End();
        }, time);

        Assert.Equal("""
            {"model":"asked","created_at":"2026-01-02T03:04:05.2000000Z","message":{"role":"assistant","content":"","thinking":"hm"},"done":false}
            {"model":"asked","created_at":"2026-01-02T03:04:05.3000000Z","message":{"role":"assistant","content":"a \"b\"\n😀"},"done":false}
            {"model":"asked","created_at":"2026-01-02T03:04:05.5000000Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":500000000,"load_duration":0,"prompt_eval_count":11,"prompt_eval_duration":200000000,"eval_count":5,"eval_duration":300000000}

            """, reply);
    }

    [Fact]
    public void What_the_backend_measured_is_passed_on()
    {
        var body = ParseJson(WireFormats.OllamaChat.WriteReply(false, writer => writer.End(usage: new TokenUsage(1, 2) { TotalNs = 9, LoadNs = 1, PromptNs = 3, EvalNs = 4 })));

        Assert.Equal((9, 1, 3, 4), (Number("total_duration"), Number("load_duration"), Number("prompt_eval_duration"), Number("eval_duration")));

        long Number(string name) => body.GetProperty(name).GetInt64();
    }

    [Fact]
    public void Calls_are_gathered_into_objects_on_one_line()
    {
        var reply = WireFormats.OllamaChat.WriteReply(true, writer =>
        {
            writer.ToolCall(0, "call_a", "f");
            writer.ToolCall(1, "call_b", "g");
            writer.Arguments(0, "{\n  \"a\":");
            writer.Arguments(1, "");
            writer.Arguments(0, " 1\n}");
            writer.End(FinishReason.ToolCalls);
        });

        var lines = reply.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        SameJson("""[{"id":"call_a","function":{"index":0,"name":"f","arguments":{"a":1}}},{"id":"call_b","function":{"index":1,"name":"g","arguments":{}}}]""",
            ParseJson(lines[0]).GetProperty("message").GetProperty("tool_calls").GetRawText());
        Assert.False(ParseJson(lines[0]).GetProperty("done").GetBoolean());
        Assert.Equal("stop", ParseJson(lines[1]).GetProperty("done_reason").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_call_cut_off_by_the_limit_is_left_out_and_a_broken_one_told(bool stream)
    {
        var cut = WireFormats.OllamaChat.WriteReply(stream, writer => Broken(writer, FinishReason.Length));

        Assert.DoesNotContain("tool_calls", cut, StringComparison.Ordinal);
        var error = Assert.Throws<WireException>(() => WireFormats.OllamaChat.WriteReply(stream, writer => Broken(writer, FinishReason.ToolCalls))).Error;
        Assert.Equal(ErrorKind.Backend, error.Kind);

        static void Broken(ReplyWriter writer, FinishReason reason)
        {
            writer.ToolCall(0, "c", "f");
            writer.Arguments(0, "{\"a\":");
            writer.End(reason);
        }
    }

    [Theory]
    [InlineData(FinishReason.Stop, "stop")]
    [InlineData(FinishReason.StopSequence, "stop")]
    [InlineData(FinishReason.None, "stop")]
    [InlineData(FinishReason.ToolCalls, "stop")]
    [InlineData(FinishReason.Length, "length")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    public void Every_reason_has_its_word(FinishReason reason, string word) =>
        Assert.Equal(word, ParseJson(WireFormats.OllamaGenerate.WriteReply(false, writer => writer.End(reason))).GetProperty("done_reason").GetString());

    [Theory]
    [InlineData(FinishReason.Load, "load")]
    [InlineData(FinishReason.Unload, "unload")]
    public void Loading_measures_nothing(FinishReason reason, string word)
    {
        var expected = $$$"""{"model":"asked","created_at":"2026-01-02T03:04:05.0000000Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"{{{word}}}"}""";

        Assert.Equal(expected + "\n", WireFormats.OllamaChat.WriteReply(true, Load));
        Assert.Equal(expected, WireFormats.OllamaChat.WriteReply(false, Load));

        void Load(ReplyWriter writer)
        {
            writer.Finish(reason, null);
            writer.Complete();
        }
    }

    [Fact]
    public void A_body_has_everything_in_one_object() => SameJson("""
        {"model":"asked","created_at":"2026-01-02T03:04:05.0000000Z","message":{"role":"assistant","content":"Hello","thinking":"hm",
         "tool_calls":[{"id":"c","function":{"index":0,"name":"f","arguments":{}}}]},"logprobs":[{"token":"Hel"},{"token":"lo"}],
         "done":true,"done_reason":"stop","total_duration":1,"load_duration":0,"prompt_eval_count":11,"prompt_eval_duration":1,"eval_count":5,"eval_duration":1}
        """, WireFormats.OllamaChat.WriteReply(false, writer =>
    {
        writer.Think("hm");
        writer.Say("Hel");
        writer.LogProbs("""{"content":[{"token":"Hel"}]}"""u8);
        writer.Say("lo");
        writer.LogProbs("""{"content":[{"token":"lo"}]}"""u8);
        writer.ToolCall(0, "c", "f");
        writer.End();
    }));

    [Fact]
    public void A_generation_answers_in_response()
    {
        var lines = WireFormats.OllamaGenerate.WriteReply(true, writer =>
        {
            writer.Think("hm");
            writer.Say("Hi");
            writer.LogProbs("{\"content\":[\n{\"token\":\"Hi\"}]}"u8);
            writer.End();
        }).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.EndsWith("""Z","response":"","thinking":"hm","done":false}""", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("""Z","response":"Hi","done":false}""", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("""Z","response":"","logprobs":[{"token":"Hi"}],"done":false}""", lines[2], StringComparison.Ordinal);
        Assert.Contains("""Z","response":"","done":true,""", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_a_line_of_its_own_and_nothing_follows() => Assert.EndsWith(
        "\"done\":false}\n{\"error\":\"gone\"}\n",
        WireFormats.OllamaChat.WriteReply(true, writer =>
        {
            writer.Say("Hi");
            writer.Error(new WireError(ErrorKind.Backend, "gone"));
        }), StringComparison.Ordinal);

    [Fact]
    public void A_body_that_failed_is_left_to_whoever_answers() =>
        Assert.Equal("", WireFormats.OllamaChat.WriteReply(false, writer => writer.Error(new WireError(ErrorKind.Backend, "gone"))));

    [Fact]
    public void Vectors_are_written_in_order()
    {
        SameJson("""{"model":"asked","embeddings":[[0.5,-1],[0.1]],"total_duration":8,"load_duration":2,"prompt_eval_count":3}""",
            WireFormats.OllamaEmbed.WriteReply(false, writer => Vectors(writer)));
        SameJson("""{"embedding":[0.5,-1]}""", WireFormats.OllamaEmbeddings.WriteReply(false, writer => Vectors(writer)));
        SameJson("""{"embedding":[]}""", WireFormats.OllamaEmbeddings.WriteReply(false, writer => writer.Complete()));

        static void Vectors(ReplyWriter writer)
        {
            writer.Embedding(1, [0.1f]);
            writer.Embedding(0, [0.5f, -1f]);
            writer.End(usage: new TokenUsage(3) { TotalNs = 8, LoadNs = 2 });
        }
    }

    [Fact]
    public void Text_chunks_are_written_without_allocating()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>(1 << 20);
        var writer = WireFormats.OllamaChat.CreateWriter(Context(WireFormats.OllamaChat, stream: true), output);
        var text = Encoding.UTF8.GetBytes("a token with \"quotes\" ");
        for (var i = 0; i < 100; i++) writer.Text(text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) writer.Text(text);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
