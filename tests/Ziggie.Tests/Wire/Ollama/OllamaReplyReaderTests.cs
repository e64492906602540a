using System.Text;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.Ollama;

public sealed class OllamaReplyReaderTests
{
    private const string End = """
        {"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":9,"load_duration":1,"prompt_eval_count":11,"prompt_eval_duration":2,"eval_count":50,"eval_duration":6}

        """;

    [Fact]
    public void A_stream_is_told_in_order()
    {
        var reply = WireFormats.OllamaChat.ReadReply(stream: true, """
            {"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"","thinking":"hm"},"done":false}
            {"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"He"},"done":false}
            {"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"llo \"\u00fc\" \ud83d\ude00\n"},"done":false}

            """ + End);

        Assert.Equal(["start - m", "thinking hm", "text Hello \"ü\" 😀\n", "usage 11 50 -1 -1", "finish Stop"], reply.Events);
        Assert.Equal((9, 1, 2, 6), (reply.Usage.TotalNs, reply.Usage.LoadNs, reply.Usage.PromptNs, reply.Usage.EvalNs));
    }

    [Fact]
    public void A_body_gives_the_same_events()
    {
        var reply = WireFormats.OllamaChat.ReadReply(stream: false,
            """{"model":"m","message":{"role":"assistant","content":"Hello","thinking":"hm"},"response":"other","done":true,"done_reason":"length","prompt_eval_count":1,"eval_count":2}""");

        Assert.Equal(["start - m", "thinking hm", "text Hello", "usage 1 2 -1 -1", "finish Length"], reply.Events);
    }

    [Fact]
    public void A_generation_answers_in_response()
    {
        var reply = WireFormats.OllamaGenerate.ReadReply(stream: true, """
            {"model":"m","response":"Hel","thinking":"hm","done":false}
            {"model":"m","response":"lo","done":false}
            {"model":"m","response":"","done":true,"done_reason":"stop","context":[1,2,3],"eval_count":2}

            """);

        Assert.Equal(["start - m", "thinking hm", "text Hello", "usage -1 2 -1 -1", "finish Stop"], reply.Events);
    }

    [Theory]
    [InlineData("stop", "finish Stop")]
    [InlineData("length", "finish Length")]
    [InlineData("load", "finish Load")]
    [InlineData("unload", "finish Unload")]
    [InlineData("content_filter", "finish ContentFilter")]
    [InlineData("something new", "finish Stop")]
    public void Every_reason_has_its_counterpart(string reason, string expected) =>
        Assert.Equal(expected, WireFormats.OllamaChat.ReadReply(true, End.Replace("\"stop\"", $"\"{reason}\"", StringComparison.Ordinal)).Events[^1]);

    [Fact]
    public void Calls_come_whole_and_get_ids_where_there_are_none()
    {
        var reply = WireFormats.OllamaChat.ReadReply(true, """
            {"model":"m","message":{"role":"assistant","content":"Let me see","tool_calls":[{"id":"call_x","function":{"index":0,"name":"f","arguments":{"a":"ü"}}}]},"done":false}
            {"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"g"}}]},"done":false}

            """ + End);

        Assert.Equal(["text Let me see", "call 0 call_x f", """arguments 0 {"a":"ü"}"""], reply.Content.Take(3));
        Assert.Matches("^call 1 call_[0-9a-f]{8} g$", reply.Content.ElementAt(3));
        Assert.Equal(["arguments 1 {}", "finish ToolCalls"], reply.Content.Skip(4));
    }

    [Fact]
    public void Log_probabilities_become_openais() => Assert.Contains(
        """logprobs {"content":[{"token":"H","logprob":-0.5}],"refusal":null}""",
        WireFormats.OllamaChat.ReadReply(true, """
            {"model":"m","message":{"role":"assistant","content":"H"},"logprobs":[{"token":"H","logprob":-0.5}],"done":false}

            """).Events);

    [Fact]
    public void A_failure_in_the_stream_is_told_and_is_no_end()
    {
        var recorded = new RecordedReply();

        Assert.False(WireFormats.OllamaChat.Feed(true, """
            {"model":"m","message":{"role":"assistant","content":"H"},"done":false}
            {"error":"an error was encountered while running the model"}

            """u8, recorded));
        Assert.Equal(["start - m", "text H", "error Backend an error was encountered while running the model"], recorded.Events);
    }

    [Fact]
    public void Finished_means_done()
    {
        Assert.False(WireFormats.OllamaChat.Feed(true, "{\"model\":\"m\",\"message\":{\"content\":\"H\"},\"done\":false}\n"u8, new RecordedReply()));
        Assert.True(WireFormats.OllamaChat.Feed(true, Encoding.UTF8.GetBytes(End), new RecordedReply()));
    }

    [Theory]
    [InlineData("<html>secret</html>")]
    [InlineData("""{"model":"m","message":{"content":"secret""")]
    [InlineData("""data: {"secret":1}""")]
    [InlineData("""{"choices":[{"delta":{"content":"secret"}}]}""")]
    [InlineData("""["secret"]""")]
    [InlineData("""{"model":"m","message":"secret","done":false}""")]
    [InlineData("""{"message":{"tool_calls":[{"secret":1}]},"done":false}""")]
    [InlineData("""{"message":{"tool_calls":["secret"]},"done":false}""")]
    [InlineData("""{"done":false} secret""")]
    public void What_is_not_ollamas_is_the_backends_fault_and_not_shown(string line)
    {
        var error = Assert.Throws<WireException>(() => WireFormats.OllamaChat.ReadReply(true, line + "\n")).Error;

        Assert.Equal(ErrorKind.Backend, error.Kind);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_waits_for_its_other_half()
    {
        var reply = WireFormats.OllamaChat.ReadReply(true, """
            {"model":"m","message":{"role":"assistant","content":"a\ud83d"},"done":false}
            {"model":"m","message":{"role":"assistant","content":"\ude00b\ud83d"},"done":false}

            """ + End);

        Assert.Equal("text a😀b\uFFFD", reply.Events[1]);
    }

    [Fact]
    public void Vectors_are_read_of_both_endpoints()
    {
        Assert.Equal(["start - m", "vector 0 0.5 -1", "vector 1 2 3", "usage 7 -1 -1 -1", "finish Stop"], WireFormats.OllamaEmbed.ReadReply(false,
            """{"model":"m","embeddings":[[0.5,-1],[2,3]],"total_duration":5,"load_duration":1,"prompt_eval_count":7}""").Events);
        Assert.Equal(["start - -", "vector 0 0.25 1", "usage -1 -1 -1 -1", "finish Stop"], WireFormats.OllamaEmbeddings.ReadReply(false, """{"embedding":[0.25,1]}""").Events);
        Assert.Equal(["start - m", "usage -1 -1 -1 -1", "finish Stop"], WireFormats.OllamaEmbed.ReadReply(false, """{"model":"m","embeddings":[]}""").Events);
        Assert.Equal(["error Backend input too long"], WireFormats.OllamaEmbed.ReadReply(false, """{"error":"input too long"}""").Events);
        foreach (var garbage in new[] { "", "[]", "{}", """{"embeddings":[["a"]]}""", """{"embeddings":[[[1]]]}""", """{"embeddings":5}""", """{"embeddings":[[1]""" })
            Assert.Equal(ErrorKind.Backend, Assert.Throws<WireException>(() => WireFormats.OllamaEmbed.ReadReply(false, garbage)).Error.Kind);
    }
}
