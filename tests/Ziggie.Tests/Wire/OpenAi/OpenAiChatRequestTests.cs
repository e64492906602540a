using System.Text.Json;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.OpenAi;

public sealed class OpenAiChatRequestTests
{
    private const string Everything = """
        {
          "model": "gpt-oss:20b", "stream": true, "stream_options": { "include_usage": true },
          "messages": [
            { "role": "system", "content": "Be brief." },
            { "role": "developer", "content": [ { "type": "text", "text": "Answer in Norwegian." } ] },
            { "role": "user", "content": [
              { "type": "text", "text": "What is this?" },
              { "type": "image_url", "image_url": { "url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low" } },
              { "type": "image_url", "image_url": { "url": "https://example.com/cat.jpg" } } ] },
            { "role": "assistant", "content": null, "reasoning_content": "A tool would help.", "tool_calls": [
              { "id": "call_1", "type": "function", "function": { "name": "look", "arguments": "{\"deep\":true}" } },
              { "id": "call_2", "type": "function", "function": { "name": "wait", "arguments": "" } } ] },
            { "role": "tool", "tool_call_id": "call_1", "content": "a cat" },
            { "role": "tool", "tool_call_id": "call_2", "content": [ { "type": "text", "text": "done" } ] },
            { "role": "assistant", "content": "En katt." },
            { "role": "user", "content": "Takk 🐈 \u00e6\u00f8\u00e5" }
          ],
          "temperature": 0.2, "top_p": 0.9, "top_k": 40, "min_p": 0.05, "typical_p": 0.8, "presence_penalty": 0.1, "frequency_penalty": -0.1,
          "repeat_penalty": 1.1, "repeat_last_n": 64, "seed": 42, "max_completion_tokens": 100, "max_tokens": 7, "stop": ["END", "\n\n"], "n": 2,
          "logit_bias": { "50256": -100 }, "logprobs": true, "top_logprobs": 3,
          "tools": [ { "type": "function", "function": { "name": "look", "description": "Looks.", "strict": true,
            "parameters": { "type": "object", "properties": { "deep": { "type": "boolean" } } } } }, { "type": "function", "function": { "name": "wait" } } ],
          "tool_choice": "required", "parallel_tool_calls": false,
          "response_format": { "type": "json_schema", "json_schema": { "name": "animal", "description": "An animal.", "strict": true, "schema": { "type": "object" } } },
          "reasoning_effort": "high", "user": "me"
        }
        """;

    [Fact]
    public void Reads_every_field()
    {
        var request = WireFormats.OpenAiChat.ReadRequest(Everything);

        Assert.Equal("gpt-oss:20b", request.Model);
        Assert.True(request.Stream);
        Assert.True(request.IncludeUsage);
        Assert.Equal(
            [MessageRole.System, MessageRole.System, MessageRole.User, MessageRole.Assistant, MessageRole.Tool, MessageRole.Tool, MessageRole.Assistant, MessageRole.User],
            request.Messages.Select(m => m.Role));
        Assert.Equal(
            [new TextPart("What is this?"), new ImagePart("image/png", "iVBORw0KGgo=") { Detail = "low" }, new ImagePart(null, null, "https://example.com/cat.jpg")],
            request.Messages[2].Parts);
        Assert.Equal(
            [new ThinkingPart("A tool would help."), new ToolCallPart("call_1", "look", "{\"deep\":true}"), new ToolCallPart("call_2", "wait", "{}")],
            request.Messages[3].Parts);
        var result = Assert.IsType<ToolResultPart>(Assert.Single(request.Messages[5].Parts));
        Assert.Equal("call_2", result.Id);
        Assert.Equal([new TextPart("done")], result.Content);
        Assert.Equal("Takk 🐈 æøå", request.Messages[7].Text);

        var sampling = request.Sampling;
        Assert.Equal(
            (0.2, 0.9, 40, 0.05, 0.8, 0.1, -0.1, 1.1, 64, 42L, 100, 2),
            (sampling.Temperature, sampling.TopP, sampling.TopK, sampling.MinP, sampling.TypicalP, sampling.PresencePenalty, sampling.FrequencyPenalty,
                sampling.RepeatPenalty, sampling.RepeatLastN, sampling.Seed, sampling.MaxTokens, sampling.Choices));
        Assert.Equal(["END", "\n\n"], sampling.Stop);
        Assert.Equal(-100, sampling.LogitBias!["50256"]);
        Assert.Equal((true, 3), (sampling.LogProbs, sampling.TopLogProbs));

        Assert.Equal(["look", "wait"], request.Tools.Select(t => t.Name));
        Assert.Equal((true, "Looks."), (request.Tools[0].Strict, request.Tools[0].Description));
        Assert.Null(request.Tools[1].Parameters);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Required), request.ToolChoice);
        Assert.False(request.ParallelToolCalls);
        Assert.Equal(("animal", true, "An animal."), (request.Output!.Name, request.Output.Strict, request.Output.Description));
        Assert.Equal(new Thinking(true, "high"), request.Thinking);
        Assert.Equal("me", request.EndUser);
        Assert.Empty(request.Extra);
    }

    [Fact]
    public void What_is_written_reads_as_the_same()
    {
        var request = WireFormats.OpenAiChat.ReadRequest(Everything.Replace("\"n\": 2", "\"n\": 1", StringComparison.Ordinal));

        var (body, dropped) = WireFormats.OpenAiChat.WriteRequest(request, request.Model);
        var again = WireFormats.OpenAiChat.ReadRequest(body);

        // One answer is what there is without a word.
        Assert.Equal((request with { Sampling = request.Sampling with { Choices = null } }).Describe(), again.Describe());
        Assert.Empty(dropped);
    }

    [Fact]
    public void Leaves_out_what_was_not_said()
    {
        var request = WireFormats.OpenAiChat.ReadRequest("""{"messages":[{"role":"user","content":"Hi"}]}""");

        WireKit.SameJson("""{"model":"qwen3","messages":[{"role":"user","content":"Hi"}],"stream":false}""", WireFormats.OpenAiChat.WriteRequest(request, "qwen3").Body);
    }

    [Fact]
    public void Asks_for_usage_in_every_stream()
    {
        var request = WireFormats.OpenAiChat.ReadRequest("""{"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.False(request.IncludeUsage);
        Assert.Contains("\"stream_options\":{\"include_usage\":true}", WireFormats.OpenAiChat.WriteRequest(request).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"auto\"", ToolChoiceMode.Auto, null)]
    [InlineData("\"none\"", ToolChoiceMode.None, null)]
    [InlineData("\"required\"", ToolChoiceMode.Required, null)]
    [InlineData("""{"type":"function","function":{"name":"b"}}""", ToolChoiceMode.Named, "b")]
    public void Tool_choice_goes_both_ways(string choice, ToolChoiceMode mode, string? name)
    {
        var request = WireFormats.OpenAiChat.ReadRequest(WithTools($"\"tool_choice\":{choice}"));

        Assert.Equal(new ToolChoice(mode, name), request.ToolChoice);
        using var written = JsonDocument.Parse(WireFormats.OpenAiChat.WriteRequest(request).Body);
        WireKit.SameJson(choice, written.RootElement.GetProperty("tool_choice").GetRawText());
    }

    [Fact]
    public void Allowed_tools_narrow_the_tools()
    {
        var request = WireFormats.OpenAiChat.ReadRequest(WithTools(
            """ "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"b"}}]}} """));

        Assert.Equal(["b"], request.Tools.Select(t => t.Name));
        Assert.Equal(new ToolChoice(ToolChoiceMode.Required), request.ToolChoice);
    }

    [Fact]
    public void Functions_of_old_are_tools()
    {
        var request = WireFormats.OpenAiChat.ReadRequest("""
            {"functions":[{"name":"add","parameters":{"type":"object"}}],"function_call":{"name":"add"},"messages":[
              {"role":"user","content":"1+1"},
              {"role":"assistant","content":null,"function_call":{"name":"add","arguments":"{\"a\":1}"}},
              {"role":"function","name":"add","content":"2"}]}
            """);

        Assert.Equal("add", Assert.Single(request.Tools).Name);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Named, "add"), request.ToolChoice);
        var call = Assert.IsType<ToolCallPart>(Assert.Single(request.Messages[1].Parts));
        var result = Assert.IsType<ToolResultPart>(Assert.Single(request.Messages[2].Parts));
        Assert.Equal((call.Id, "add"), (result.Id, result.Name));
        Assert.Equal("{\"a\":1}", call.ArgumentsJson);
    }

    [Theory]
    [InlineData("""{"type":"text"}""", false, false)]
    [InlineData("""{"type":"json_object"}""", true, false)]
    [InlineData("""{"type":"json_object","schema":{"type":"object"}}""", true, true)]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object"}}}""", true, true)]
    public void Response_format_is_read(string format, bool isAsked, bool hasSchema)
    {
        var request = WireFormats.OpenAiChat.ReadRequest($$"""{"response_format":{{format}},"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(isAsked, request.Output is not null);
        Assert.Equal(hasSchema, request.Output?.Schema is not null);
    }

    [Theory]
    [InlineData("\"reasoning_effort\":\"none\"", false, null)]
    [InlineData("\"reasoning_effort\":\"minimal\"", true, "low")]
    [InlineData("\"reasoning_effort\":\"medium\"", true, "medium")]
    [InlineData("\"chat_template_kwargs\":{\"enable_thinking\":false}", false, null)]
    [InlineData("\"chat_template_kwargs\":{\"reasoning_effort\":\"high\"}", true, "high")]
    [InlineData("\"reasoning\":{\"effort\":\"low\"}", true, "low")]
    [InlineData("\"reasoning\":{\"enabled\":false}", false, null)]
    [InlineData("\"thinking\":{\"type\":\"disabled\"}", false, null)]
    [InlineData("\"thinking\":{\"type\":\"enabled\"}", true, null)]
    public void Thinking_is_read(string field, bool enabled, string? effort)
    {
        var request = WireFormats.OpenAiChat.ReadRequest($$"""{{{field}},"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(new Thinking(enabled, effort), request.Thinking);
        Assert.Empty(request.Extra);
    }

    [Theory]
    [InlineData("qwen3", false, null, null, null, """{"enable_thinking":false}""")]
    [InlineData("qwen3", true, "high", null, "high", """{"enable_thinking":true,"reasoning_effort":"high"}""")]
    [InlineData("qwen3", true, null, 8000, "medium", """{"enable_thinking":true,"reasoning_effort":"medium"}""")]
    [InlineData("gpt-5-mini", false, null, null, "none", null)]
    [InlineData("openai/o3", true, "low", null, "low", null)]
    [InlineData("gpt-4o", false, null, null, null, null)]
    public void Thinking_is_written_as_the_model_takes_it(string model, bool enabled, string? effort, int? budget, string? written, string? switches)
    {
        var request = WireFormats.OpenAiChat.ReadRequest("""{"messages":[{"role":"user","content":"Hi"}]}""") with { Thinking = new Thinking(enabled, effort, budget) };

        using var json = JsonDocument.Parse(WireFormats.OpenAiChat.WriteRequest(request, model).Body);

        Assert.Equal(written, json.RootElement.TryGetProperty("reasoning_effort", out var found) ? found.GetString() : null);
        Assert.Equal(switches, json.RootElement.TryGetProperty("chat_template_kwargs", out found) ? found.GetRawText() : null);
    }

    [Fact]
    public void A_prompt_with_a_template_becomes_a_chat()
    {
        var request = new ModelRequest
        {
            Operation = Operation.Completion,
            Messages = [Message.Of(MessageRole.System, "Be brief.")],
            Prompt = "What is this?",
            Images = [new ImagePart("image/jpeg", "/9j/AA==")],
        };

        WireKit.SameJson("""
            {"model":"m","stream":false,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[
              {"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/AA=="}},{"type":"text","text":"What is this?"}]}]}
            """, WireFormats.OpenAiChat.WriteRequest(request).Body);
    }

    [Fact]
    public void Pictures_in_results_of_tools_follow_once_the_results_are_complete()
    {
        var request = new ModelRequest
        {
            Operation = Operation.Chat,
            Messages =
            [
                new Message(MessageRole.Assistant, [new ToolCallPart("a", "shoot", "{}"), new ToolCallPart("b", "wait", "{}")]),
                new Message(MessageRole.User,
                [
                    new ToolResultPart("a", null, [new TextPart("here"), new ImagePart("image/png", "AAAA")]),
                    new ToolResultPart("b", null, [new TextPart("done")]),
                    new TextPart("And now?"),
                ]),
            ],
        };

        WireKit.SameJson("""
            {"model":"m","stream":false,"messages":[
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"a","type":"function","function":{"name":"shoot","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"wait","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"a","content":"here"},
              {"role":"tool","tool_call_id":"b","content":"done"},
              {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
              {"role":"user","content":"And now?"}]}
            """, WireFormats.OpenAiChat.WriteRequest(request).Body);
    }

    [Fact]
    public void Lists_what_it_drops_and_refuses_what_would_change_the_answer()
    {
        var plain = WireFormats.OpenAiChat.ReadRequest("""{"messages":[{"role":"user","content":"Hi"}],"metadata":{"a":"b"},"service_tier":"flex","grammar":"root ::= x"}""");

        var (written, dropped) = WireFormats.OpenAiChat.WriteRequest(
            plain with
            {
                KeepAlive = "5m",
                Sampling = new SamplingOptions { ContextLength = 4096, OllamaOptions = new Dictionary<string, JsonElement> { ["num_thread"] = Json("4"), ["mirostat"] = Json("2") } },
            });

        Assert.Equal(["keep_alive", "metadata", "num_ctx", "options.num_thread", "service_tier"], dropped.Order(StringComparer.Ordinal));
        Assert.Contains("\"mirostat\":2", written, StringComparison.Ordinal);
        Assert.Contains("\"grammar\":\"root ::= x\"", written, StringComparison.Ordinal);

        var foreign = plain with { Extra = new Dictionary<string, JsonElement> { ["container"] = Json("1") } };
        Assert.Contains("\"container\":1", WireFormats.OpenAiChat.WriteRequest(foreign).Body, StringComparison.Ordinal);
        var refused = WireFormats.OpenAiChat.WriteError(foreign with { Source = Dialect.Anthropic });
        Assert.Equal(("container", 400), (refused.Param, refused.Status));
    }

    [Fact]
    public void Own_reasoning_models_get_their_own_word_for_the_limit()
    {
        var request = WireFormats.OpenAiChat.ReadRequest("""{"messages":[{"role":"user","content":"Hi"}],"max_tokens":5}""");

        Assert.Contains("\"max_completion_tokens\":5", WireFormats.OpenAiChat.WriteRequest(request, "o4-mini").Body, StringComparison.Ordinal);
        Assert.Contains("\"max_tokens\":5", WireFormats.OpenAiChat.WriteRequest(request, "olmo2").Body, StringComparison.Ordinal);
    }

    private static string WithTools(string field) =>
        $$"""{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"a"} },{"type":"function","function":{"name":"b"} }],{{field}} }""";

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
