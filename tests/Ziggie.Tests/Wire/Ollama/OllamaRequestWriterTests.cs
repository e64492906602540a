using Ziggie.Wire;
using static Ziggie.Tests.Wire.WireKit;

namespace Ziggie.Tests.Wire.Ollama;

public sealed class OllamaRequestWriterTests
{
    private static readonly ModelRequest Hello = new() { Operation = Operation.Chat, Messages = [Message.Of(MessageRole.User, "hi")] };

    [Theory]
    [InlineData("""
        {"model":"m","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"what?","images":["iVBORw0KGgo="]},
         {"role":"assistant","content":"","thinking":"hm","tool_calls":[{"id":"call_9","function":{"index":0,"name":"f","arguments":{"a":[1,{"b":"\u00fc"}]}}}]},
         {"role":"tool","content":"42","tool_name":"f","tool_call_id":"call_9"}],
         "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{}}}}}],
         "stream":true,"format":{"type":"object"},"think":"low","keep_alive":"5m","logprobs":true,"top_logprobs":3,
         "options":{"temperature":0.5,"top_k":1,"top_p":0.5,"min_p":0.1,"typical_p":0.2,"seed":1,"num_predict":5,"num_ctx":6,"repeat_penalty":1.1,"repeat_last_n":2,
          "presence_penalty":0.1,"frequency_penalty":0.2,"stop":["x"],"mirostat":2}}
        """)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":false,"format":"json","think":true,"keep_alive":-1,"shift":true,"unheard_of":{"a":1}}""")]
    public void A_chat_round_trips(string body)
    {
        var (written, dropped) = WireFormats.OllamaChat.WriteRequest(WireFormats.OllamaChat.ReadRequest(body));

        SameJson(body, written);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("""{"model":"m","prompt":"p","suffix":"s","system":"t","images":["iVBORw0KGgo="],"stream":true,"template":"x","context":[1]}""")]
    [InlineData("""{"model":"m","prompt":"p","raw":true,"stream":false,"options":{"num_predict":3}}""")]
    public void A_generation_round_trips(string body) => SameJson(body, WireFormats.OllamaGenerate.WriteRequest(WireFormats.OllamaGenerate.ReadRequest(body)).Body);

    [Fact]
    public void A_gap_is_filled_through_the_models_template() =>
        SameJson("""{"model":"m","prompt":"a","suffix":"c","stream":false}""",
            WireFormats.OllamaGenerate.WriteRequest(new ModelRequest { Operation = Operation.Completion, Raw = true, Prompt = "a", Suffix = "c" }).Body);

    [Fact]
    public void Texts_to_embed_round_trip()
    {
        const string body = """{"model":"m","input":["a","b"],"truncate":true,"dimensions":8,"keep_alive":60,"options":{"num_ctx":5}}""";

        SameJson(body, WireFormats.OllamaEmbed.WriteRequest(WireFormats.OllamaEmbed.ReadRequest(body)).Body);
        SameJson("""{"model":"m","prompt":"a"}""", WireFormats.OllamaEmbeddings.WriteRequest(WireFormats.OllamaEmbed.ReadRequest("""{"model":"x","input":"a"}""")).Body);
        Assert.Equal("input", WireFormats.OllamaEmbeddings.WriteError(WireFormats.OllamaEmbed.ReadRequest(body)).Param);
    }

    [Fact]
    public void Results_get_their_tools_name_from_the_call()
    {
        var request = Hello with
        {
            Messages =
            [
                new Message(MessageRole.Assistant, [new ToolCallPart("x", "f", " { } ")]),
                new Message(MessageRole.Tool, [new ToolResultPart("x", null, [new TextPart("one"), new TextPart("two")], IsError: true)]),
            ],
        };

        var (body, dropped) = WireFormats.OllamaChat.WriteRequest(request);

        SameJson("""{"role":"tool","content":"one\ntwo","tool_name":"f","tool_call_id":"x"}""", ParseJson(body).GetProperty("messages")[1].GetRawText());
        Assert.Equal(["is_error"], dropped);
    }

    [Fact]
    public void Tools_that_must_not_be_called_are_not_shown()
    {
        var request = Hello with { Tools = [new ToolDefinition("f", null, null)], ToolChoice = new ToolChoice(ToolChoiceMode.None) };

        Assert.False(ParseJson(WireFormats.OllamaChat.WriteRequest(request).Body).TryGetProperty("tools", out _));
        SameJson("""[{"type":"function","function":{"name":"f","description":"","parameters":{"type":"object","properties":{}}}}]""",
            ParseJson(WireFormats.OllamaChat.WriteRequest(request with { ToolChoice = null }).Body).GetProperty("tools").GetRawText());
    }

    [Fact]
    public void What_does_not_change_the_answer_is_dropped_and_told()
    {
        var request = Hello with
        {
            EndUser = "me",
            ParallelToolCalls = false,
            Tools = [new ToolDefinition("f", null, null, Strict: true)],
            Thinking = new Thinking(true, BudgetTokens: 2000),
            Extra = new Dictionary<string, System.Text.Json.JsonElement> { ["store"] = ParseJson("true") },
        };

        Assert.Equal(["parallel_tool_calls", "store", "thinking.budget_tokens", "tools.strict", "user"], WireFormats.OllamaChat.WriteRequest(request).Dropped.Order());
    }

    public static TheoryData<string> Unsupported => ["n", "logit_bias", "tool_choice", "messages[0]", "guided_json", "messages[0].tool_calls[0].function.arguments"];

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void What_would_change_the_answer_is_refused(string param)
    {
        var request = param switch
        {
            "n" => Hello with { Sampling = new SamplingOptions { Choices = 2 } },
            "logit_bias" => Hello with { Sampling = new SamplingOptions { LogitBias = new Dictionary<string, double> { ["5"] = 1 } } },
            "tool_choice" => Hello with { Tools = [new ToolDefinition("f", null, null)], ToolChoice = new ToolChoice(ToolChoiceMode.Required) },
            "guided_json" => Hello with { Extra = new Dictionary<string, System.Text.Json.JsonElement> { ["guided_json"] = ParseJson("{}") } },
            "messages[0]" => Hello with { Messages = [new Message(MessageRole.User, [new ImagePart(null, null, "https://example.com/a.png")])] },
            _ => Hello with { Messages = [new Message(MessageRole.Assistant, [new ToolCallPart("x", "f", "[1]")])] },
        };

        Assert.Equal((ErrorKind.BadRequest, param), (WireFormats.OllamaChat.WriteError(request).Kind, WireFormats.OllamaChat.WriteError(request).Param));
    }
}
