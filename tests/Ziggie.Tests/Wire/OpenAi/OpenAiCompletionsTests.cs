using Ziggie.Wire;
using static Ziggie.Tests.Wire.OpenAi.OpenAiChatReplyReadTests;

namespace Ziggie.Tests.Wire.OpenAi;

public sealed class OpenAiCompletionsTests
{
    [Fact]
    public void A_request_goes_both_ways()
    {
        var request = WireFormats.OpenAiCompletions.ReadRequest("""
            {"model":"m","prompt":["def add(a, b):"],"suffix":"return c","max_tokens":16,"stop":"\n","logprobs":2,"stream":true,"echo":false,"best_of":1,"user":"me"}
            """);
        var again = WireFormats.OpenAiCompletions.ReadRequest(WireFormats.OpenAiCompletions.WriteRequest(request).Body);

        Assert.Equal((Operation.Completion, true, "def add(a, b):", "return c"), (request.Operation, request.Raw, request.Prompt, request.Suffix));
        Assert.Equal((true, 2, 16), (request.Sampling.LogProbs, request.Sampling.TopLogProbs, request.Sampling.MaxTokens));
        Assert.Empty(request.Extra);
        Assert.Equal((request with { IncludeUsage = true }).Describe(), again.Describe());
        Assert.Same(WireFormats.OpenAiCompletions, WireFormats.ForBackend(Dialect.OpenAi, request));
    }

    [Fact]
    public void What_a_raw_prompt_cannot_carry_is_refused()
    {
        var request = new ModelRequest { Operation = Operation.Completion, Raw = true, Prompt = "a", Images = [new ImagePart("image/png", "AAAA")] };

        Assert.Equal("images", Assert.Throws<WireException>(() => WireFormats.OpenAiCompletions.WriteRequest(request)).Error.Param);
    }

    [Fact]
    public void Replies_read_the_same_streamed_and_whole()
    {
        string[] expected = ["start cmpl-1 m", "text Hei 🐈", "finish Length", "usage 4 2 -1 -1"];

        Assert.Equal(expected, WireFormats.OpenAiCompletions.ReadReply(true, Stream(
            """{"id":"cmpl-1","object":"text_completion","model":"m","choices":[{"text":"Hei ","index":0,"logprobs":null,"finish_reason":null}]}""",
            """{"id":"cmpl-1","object":"text_completion","model":"m","choices":[{"text":"🐈","index":0,"logprobs":null,"finish_reason":"length"}]}""",
            """{"id":"cmpl-1","model":"m","choices":[],"usage":{"prompt_tokens":4,"completion_tokens":2}}""",
            "[DONE]")).Events);
        Assert.Equal(expected, WireFormats.OpenAiCompletions.ReadReply(false,
            """{"id":"cmpl-1","model":"m","choices":[{"text":"Hei 🐈","index":0,"finish_reason":"length"}],"usage":{"prompt_tokens":4,"completion_tokens":2}}""").Events);
    }

    [Fact]
    public void Writes_replies_to_the_letter()
    {
        var whole = new ModelRequest { Operation = Operation.Completion, Raw = true };
        Action<ReplyWriter> says = writer =>
        {
            writer.Start(null, null);
            writer.Thinking("not shown"u8);
            writer.Text("Hi"u8);
            writer.Finish(FinishReason.Stop, null);
            writer.Usage(new TokenUsage(1, 1));
        };

        WireKit.SameJson("""
            {"id":"cmpl-abc","object":"text_completion","created":1700000000,"model":"the-model",
             "choices":[{"index":0,"text":"Hi","logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
            """, WireFormats.OpenAiCompletions.WriteReply(whole, says));
        const string head = """{"id":"cmpl-abc","object":"text_completion","created":1700000000,"model":"the-model","choices":[""";
        Assert.Equal(
            [
                head + """{"index":0,"text":"Hi","logprobs":null,"finish_reason":null}]}""",
                head + """{"index":0,"text":"","logprobs":null,"finish_reason":"stop"}]}""",
                "[DONE]",
            ],
            WireKit.FramesOf(WireFormats.OpenAiCompletions.WriteReply(whole with { Stream = true }, says)));
    }

    [Fact]
    public void Log_probabilities_go_from_lists_to_entries_and_back()
    {
        const string old = """{"tokens":["Hei"," 🐈"],"token_logprobs":[-0.5,-1.25],"top_logprobs":[{"Hei":-0.5,"Hi":-2},{}],"text_offset":[0,3]}""";

        var read = WireFormats.OpenAiCompletions.ReadReply(false, $$"""{"choices":[{"text":"Hei 🐈","index":0,"logprobs":{{old}},"finish_reason":"stop"}]}""");
        var json = read.Events.Single(e => e.StartsWith("logprobs ", StringComparison.Ordinal))["logprobs ".Length..];
        var body = WireFormats.OpenAiCompletions.WriteReply(new ModelRequest { Operation = Operation.Completion }, w => w.LogProbs(System.Text.Encoding.UTF8.GetBytes(json)));

        WireKit.SameJson("""
            {"content":[{"token":"Hei","logprob":-0.5,"bytes":[72,101,105],"top_logprobs":[{"token":"Hei","logprob":-0.5,"bytes":[72,101,105]},{"token":"Hi","logprob":-2,"bytes":[72,105]}]},
              {"token":" 🐈","logprob":-1.25,"bytes":[32,240,159,144,136],"top_logprobs":[]}]}
            """, json);
        using var written = System.Text.Json.JsonDocument.Parse(body);
        WireKit.SameJson(old, written.RootElement.GetProperty("choices")[0].GetProperty("logprobs").GetRawText());
    }
}
