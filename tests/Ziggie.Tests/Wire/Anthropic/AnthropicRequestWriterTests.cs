using System.Text.Json;
using Ziggie.Wire;
using static Ziggie.Tests.Wire.WireKit;

namespace Ziggie.Tests.Wire.Anthropic;

public sealed class AnthropicRequestWriterTests
{
    private static readonly ModelRequest Hello = new() { Operation = Operation.Chat, Messages = [Message.Of(MessageRole.User, "hi")] };

    [Theory]
    [InlineData("""
        {"model":"m","max_tokens":5,"stream":true,"system":"s","messages":[
          {"role":"user","content":[{"type":"text","text":"look"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},
           {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}]},
          {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"x"},
           {"type":"tool_use","id":"toolu_1","name":"f","input":{"a":{"b":[1]}}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"r"}],"is_error":true},{"type":"text","text":"go on"}]}],
         "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"strict":true}],"tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},
         "temperature":0.5,"top_p":0.1,"top_k":3,"stop_sequences":["x"],"metadata":{"user_id":"u"},
         "thinking":{"type":"enabled","budget_tokens":2000},"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},"service_tier":"auto"}
        """)]
    [InlineData("""{"model":"m","max_tokens":5,"stream":false,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}}""")]
    [InlineData("""{"model":"m","max_tokens":5,"stream":false,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],"thinking":{"type":"disabled"}}""")]
    public void A_request_round_trips(string body)
    {
        var (written, dropped) = WireFormats.AnthropicMessages.WriteRequest(WireFormats.AnthropicMessages.ReadRequest(body));

        SameJson(body, written);
        Assert.Empty(dropped);
    }

    [Fact]
    public void Turns_are_joined_and_system_texts_gathered()
    {
        var request = Hello with
        {
            Messages =
            [
                Message.Of(MessageRole.System, "one"),
                Message.Of(MessageRole.User, "a"),
                Message.Of(MessageRole.User, "b"),
                Message.Of(MessageRole.System, "two"),
                new Message(MessageRole.Assistant, [new ThinkingPart("unsigned"), new TextPart(""), new ToolCallPart("functions.f:0", "f", ""), new ToolCallPart("y", "g", "{}")]),
                new Message(MessageRole.Tool, [new ToolResultPart("functions.f:0", "f", [new TextPart("1")])]),
                new Message(MessageRole.Tool, [new ToolResultPart("y", "g", [new TextPart(""), new ImagePart("image/png", "AAAA")])]),
                Message.Of(MessageRole.User, "c"),
            ],
        };

        var (body, dropped) = WireFormats.AnthropicMessages.WriteRequest(request);

        Assert.Equal("one\n\ntwo", ParseJson(body).GetProperty("system").GetString());
        SameJson("""
            [{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
             {"role":"assistant","content":[{"type":"tool_use","id":"functions_f_0","name":"f","input":{}},{"type":"tool_use","id":"y","name":"g","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"functions_f_0","content":[{"type":"text","text":"1"}]},
              {"type":"tool_result","tool_use_id":"y","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},{"type":"text","text":"c"}]}]
            """, ParseJson(body).GetProperty("messages").GetRawText());
        Assert.Equal(["messages.thinking"], dropped);
    }

    public static TheoryData<Thinking?, int?, int> Limits => new()
    {
        { null, null, 4096 },
        { null, 7, 7 },
        { new Thinking(false), null, 4096 },
        { new Thinking(true), null, 16384 },
        { new Thinking(true, "high"), null, 16384 },
        { new Thinking(true, null, 10_000), null, 14_096 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_is_always_said_and_leaves_room_for_thinking(Thinking? thinking, int? said, int expected)
    {
        var request = Hello with { Thinking = thinking, Sampling = new SamplingOptions { MaxTokens = said } };

        Assert.Equal(expected, ParseJson(WireFormats.AnthropicMessages.WriteRequest(request).Body).GetProperty("max_tokens").GetInt32());
    }

    [Fact]
    public void One_call_at_a_time_is_part_of_the_choice()
    {
        var request = Hello with { Tools = [new ToolDefinition("f", null, null)], ParallelToolCalls = false };

        SameJson("""{"type":"auto","disable_parallel_tool_use":true}""", ParseJson(WireFormats.AnthropicMessages.WriteRequest(request).Body).GetProperty("tool_choice").GetRawText());
        Assert.False(ParseJson(WireFormats.AnthropicMessages.WriteRequest(request with { ParallelToolCalls = true }).Body).TryGetProperty("tool_choice", out _));
        Assert.False(ParseJson(WireFormats.AnthropicMessages.WriteRequest(request with { Tools = [] }).Body).TryGetProperty("tool_choice", out _));
    }

    [Fact]
    public void A_prompt_becomes_a_users_message()
    {
        var completion = new ModelRequest { Operation = Operation.Completion, Raw = true, Source = Dialect.OpenAi, Prompt = "Once" };

        SameJson("""[{"role":"user","content":[{"type":"text","text":"Once"}]}]""", ParseJson(WireFormats.AnthropicMessages.WriteRequest(completion).Body).GetProperty("messages").GetRawText());
        Assert.Equal("raw", WireFormats.AnthropicMessages.WriteError(completion with { Source = Dialect.Ollama }).Param);
        Assert.Equal("suffix", WireFormats.AnthropicMessages.WriteError(completion with { Suffix = "end" }).Param);
    }

    [Fact]
    public void Counting_sends_the_conversation_alone()
    {
        const string body = """{"model":"m","system":"s","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],"tools":[{"name":"f","input_schema":{"type":"object"}}]}""";

        SameJson(body, WireFormats.AnthropicCountTokens.WriteRequest(WireFormats.AnthropicCountTokens.ReadRequest(body)).Body);
    }

    [Fact]
    public void Finer_points_are_dropped_and_told()
    {
        var request = Hello with
        {
            KeepAlive = "5m",
            Sampling = new SamplingOptions
            {
                Seed = 1,
                MinP = 0.1,
                TypicalP = 0.2,
                PresencePenalty = 1,
                FrequencyPenalty = 0,
                RepeatPenalty = 1.1,
                RepeatLastN = 5,
                ContextLength = 4096,
                OllamaOptions = new Dictionary<string, JsonElement> { ["mirostat"] = ParseJson("1") },
            },
        };

        Assert.Equal(["keep_alive", "min_p", "num_ctx", "options.mirostat", "presence_penalty", "repeat_last_n", "repeat_penalty", "seed", "typical_p"],
            WireFormats.AnthropicMessages.WriteRequest(request).Dropped.Order());
    }

    public static TheoryData<string> Unsupported => ["n", "logit_bias", "logprobs", "temperature", "response_format", "messages", "template"];

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void What_would_change_the_answer_is_refused(string param)
    {
        var request = param switch
        {
            "n" => Hello with { Sampling = new SamplingOptions { Choices = 3 } },
            "logit_bias" => Hello with { Sampling = new SamplingOptions { LogitBias = new Dictionary<string, double> { ["5"] = 1 } } },
            "logprobs" => Hello with { Sampling = new SamplingOptions { LogProbs = true } },
            "temperature" => Hello with { Sampling = new SamplingOptions { Temperature = 1.5 } },
            "response_format" => Hello with { Output = new OutputFormat(null) },
            "messages" => Hello with { Messages = [Message.Of(MessageRole.System, "alone")] },
            _ => Hello with { Source = Dialect.Ollama, Extra = new Dictionary<string, JsonElement> { ["template"] = ParseJson("\"x\"") } },
        };

        Assert.Equal((ErrorKind.BadRequest, param), (WireFormats.AnthropicMessages.WriteError(request).Kind, WireFormats.AnthropicMessages.WriteError(request).Param));
    }
}
