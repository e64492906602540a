using Ziggie.Wire;

namespace Ziggie.Tests.Wire.Ollama;

public sealed class OllamaRequestReaderTests
{
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Fact]
    public void A_chat_streams_unless_it_says_otherwise()
    {
        var request = WireFormats.OllamaChat.ReadRequest("""{"model":"llama3.2","messages":[{"role":"user","content":"why?"}]}""");

        Assert.True(request.Stream);
        Assert.True(request.IncludeUsage);
        Assert.Equal(("llama3.2", Operation.Chat, Dialect.Ollama), (request.Model, request.Operation, request.Source!.Value));
        Assert.Equal("why?", Assert.Single(request.Messages).Text);
        Assert.False(WireFormats.OllamaChat.ReadRequest("""{"model":"m","stream":false}""").Stream);
    }

    [Fact]
    public void Options_have_their_places_and_the_rest_is_kept()
    {
        var sampling = WireFormats.OllamaChat.ReadRequest("""
            {"model":"m","messages":[],"logprobs":true,"top_logprobs":2,"options":{"temperature":0.2,"top_k":40,"top_p":0.9,"min_p":0.05,"typical_p":0.7,"seed":7,
             "num_predict":100,"num_ctx":8192,"stop":["a","b"],"repeat_penalty":1.2,"repeat_last_n":33,"presence_penalty":1.5,"frequency_penalty":1,
             "mirostat":1,"num_gpu":0}}
            """).Sampling;

        Assert.Equal((0.2, 40, 0.9, 0.05, 0.7, 7L), (sampling.Temperature, sampling.TopK, sampling.TopP, sampling.MinP, sampling.TypicalP, sampling.Seed));
        Assert.Equal((100, 8192, 1.2, 33, 1.5, 1.0), (sampling.MaxTokens, sampling.ContextLength, sampling.RepeatPenalty, sampling.RepeatLastN, sampling.PresencePenalty, sampling.FrequencyPenalty));
        Assert.Equal(["a", "b"], sampling.Stop);
        Assert.Equal((true, 2), (sampling.LogProbs, sampling.TopLogProbs));
        Assert.Equal(["mirostat", "num_gpu"], sampling.OllamaOptions.Keys.Order());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-2")]
    [InlineData("0")]
    public void No_limit_is_no_limit(string most) =>
        Assert.Null(WireFormats.OllamaChat.ReadRequest($$$"""{"model":"m","options":{"num_predict":{{{most}}},"seed":-1}}""").Sampling.MaxTokens);

    [Theory]
    [InlineData("300", "300")]
    [InlineData("-1", "-1")]
    [InlineData("\"5m\"", "5m")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Keep_alive_is_a_number_or_a_duration(string json, string? expected) =>
        Assert.Equal(expected, WireFormats.OllamaChat.ReadRequest($$"""{"model":"m","keep_alive":{{json}}}""").KeepAlive);

    [Theory]
    [InlineData("true", true, null)]
    [InlineData("false", false, null)]
    [InlineData("\"high\"", true, "high")]
    public void Think_is_a_switch_or_an_effort(string json, bool enabled, string? effort) =>
        Assert.Equal(new Thinking(enabled, effort), WireFormats.OllamaChat.ReadRequest($$"""{"model":"m","think":{{json}}}""").Thinking);

    [Fact]
    public void Format_is_any_json_or_a_schema()
    {
        Assert.Null(WireFormats.OllamaChat.ReadRequest("""{"model":"m","format":"json"}""").Output!.Schema);
        Assert.Null(WireFormats.OllamaChat.ReadRequest("""{"model":"m","format":""}""").Output);
        Assert.Equal("object", WireFormats.OllamaChat.ReadRequest("""{"model":"m","format":{"type":"object"}}""").Output!.Schema!.Value.GetProperty("type").GetString());
    }

    [Fact]
    public void Pictures_get_their_media_type_from_their_bytes()
    {
        var message = Assert.Single(WireFormats.OllamaChat.ReadRequest($$"""{"model":"m","messages":[{"role":"user","content":"what?","images":["{{Png}}","/9j/4AAQ"]}]}""").Messages);

        Assert.Equal([new ImagePart("image/png", Png), new ImagePart("image/jpeg", "/9j/4AAQ"), new TextPart("what?")], message.Parts);
    }

    [Fact]
    public void Calls_and_results_without_ids_find_each_other()
    {
        var messages = WireFormats.OllamaChat.ReadRequest("""
            {"model":"m","messages":[
              {"role":"user","content":"weather?"},
              {"role":"assistant","content":"","thinking":"hm","tool_calls":[
                {"function":{"name":"weather","arguments":{"city":"Rome"}}},{"function":{"name":"time","arguments":{}}}]},
              {"role":"tool","tool_name":"time","content":"noon"},
              {"role":"tool","content":"11 degrees"},
              {"role":"assistant","content":"","tool_calls":[{"id":"own","function":{"name":"weather","arguments":{}}}]},
              {"role":"tool","tool_call_id":"own","content":"12 degrees"}]}
            """).Messages;

        Assert.Equal([new ThinkingPart("hm"), new ToolCallPart("call_0", "weather", """{"city":"Rome"}"""), new ToolCallPart("call_1", "time", "{}")], messages[1].Parts);
        Assert.Equal(("call_1", "time"), Result(messages[2]));
        Assert.Equal(("call_0", "weather"), Result(messages[3]));
        Assert.Equal("own", Assert.IsType<ToolCallPart>(Assert.Single(messages[4].Parts)).Id);
        Assert.Equal(("own", "weather"), Result(messages[5]));
    }

    [Fact]
    public void A_generation_has_prompt_system_suffix_and_pictures()
    {
        var request = WireFormats.OllamaGenerate.ReadRequest($$"""{"model":"m","prompt":"p","suffix":"s","system":"be brief","raw":true,"images":["{{Png}}"],"template":"{{"{{ .Prompt }}"}}","context":[1,2]}""");

        Assert.Equal(("p", "s", true, true), (request.Prompt, request.Suffix, request.Raw, request.Stream));
        Assert.Equal((MessageRole.System, "be brief"), (Assert.Single(request.Messages).Role, request.Messages[0].Text));
        Assert.Equal("image/png", Assert.Single(request.Images).MediaType);
        Assert.Equal(["context", "template"], request.Extra.Keys.Order());
    }

    [Fact]
    public void Empty_values_say_nothing()
    {
        var request = WireFormats.OllamaGenerate.ReadRequest("""{"model":"m","prompt":"p","suffix":"","system":"","template":"","context":[],"images":null,"shift":false}""");

        Assert.Empty(request.Extra);
        Assert.Empty(request.Messages);
        Assert.Null(request.Suffix);
    }

    [Theory]
    [InlineData("""{"model":"m"}""", FinishReason.Load)]
    [InlineData("""{"model":"m","messages":[],"keep_alive":"10m"}""", FinishReason.Load)]
    [InlineData("""{"model":"m","messages":[],"keep_alive":0}""", FinishReason.Unload)]
    [InlineData("""{"model":"m","keep_alive":"0s"}""", FinishReason.Unload)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}],"keep_alive":0}""", null)]
    public void A_chat_without_messages_loads_or_unloads(string body, FinishReason? expected) => Assert.Equal(expected, OllamaLoad.AskedBy(WireFormats.OllamaChat.ReadRequest(body)));

    [Fact]
    public void A_generation_without_a_prompt_loads() =>
        Assert.Equal(FinishReason.Load, OllamaLoad.AskedBy(WireFormats.OllamaGenerate.ReadRequest("""{"model":"m","prompt":""}""")));

    [Fact]
    public void Texts_to_embed_are_one_or_many()
    {
        var one = WireFormats.OllamaEmbed.ReadRequest("""{"model":"m","input":"a","truncate":false,"dimensions":64,"keep_alive":"1h","options":{"num_ctx":512}}""");

        Assert.Equal(["a"], one.Inputs);
        Assert.Equal((false, 64, "1h", 512), (one.Truncate, one.Dimensions, one.KeepAlive, one.Sampling.ContextLength));
        Assert.Equal(["a", "b"], WireFormats.OllamaEmbed.ReadRequest("""{"model":"m","input":["a","b"]}""").Inputs);
        Assert.Equal(["a"], WireFormats.OllamaEmbeddings.ReadRequest("""{"model":"m","prompt":"a"}""").Inputs);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("[]", null)]
    [InlineData("{", null)]
    [InlineData("""{"model":7}""", "model")]
    [InlineData("""{"model":"m","stream":"yes"}""", "stream")]
    [InlineData("""{"model":"m","messages":{}}""", "messages")]
    [InlineData("""{"model":"m","messages":["hi"]}""", "messages[0]")]
    [InlineData("""{"model":"m","messages":[{"content":"hi"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"wizard","content":"hi"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":["hi"]}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"\ud800"}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","images":["not base64!"]}]}""", "messages[0].images[0]")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"function":{}}]}]}""", "messages[0].tool_calls[0].function.name")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":3}}]}]}""", "messages[0].tool_calls[0].function.arguments")]
    [InlineData("""{"model":"m","tools":[{"type":"function"}]}""", "tools[0].function")]
    [InlineData("""{"model":"m","tools":[{"type":"web_search"}]}""", "tools[0].type")]
    [InlineData("""{"model":"m","format":"yaml"}""", "format")]
    [InlineData("""{"model":"m","think":"a lot"}""", "think")]
    [InlineData("""{"model":"m","keep_alive":[]}""", "keep_alive")]
    [InlineData("""{"model":"m","options":{"temperature":"warm"}}""", "options.temperature")]
    [InlineData("""{"model":"m","options":{"num_ctx":1.5}}""", "options.num_ctx")]
    public void What_is_wrong_is_named(string body, string? param)
    {
        var error = WireFormats.OllamaChat.RequestError(body);

        Assert.Equal((ErrorKind.BadRequest, param), (error.Kind, error.Param));
        Assert.NotEmpty(error.Message);
    }

    private static (string, string?) Result(Message message)
    {
        Assert.Equal(MessageRole.Tool, message.Role);
        var result = Assert.IsType<ToolResultPart>(Assert.Single(message.Parts));
        return (result.Id, result.Name);
    }
}
