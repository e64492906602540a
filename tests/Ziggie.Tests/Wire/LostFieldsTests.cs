using Ziggie.Wire;

namespace Ziggie.Tests.Wire;

/// <summary>What one dialect says and another has no word for: told as dropped, or refused; never lost in silence.</summary>
public sealed class LostFieldsTests
{
    private const string Picture = "data:image/png;base64,iVBORw0KGgo=";

    private static readonly string Chat = $$$"""
        {"model":"m","messages":[
          {"role":"system","name":"boss","content":"be brief"},
          {"role":"user","name":"ann","content":[{"type":"text","text":"what?"},{"type":"image_url","image_url":{"url":"{{{Picture}}}","detail":"low"}}]},
          {"role":"assistant","name":"bot","content":"that"},
          {"role":"user","content":"so?"}]}
        """;

    private static readonly string Responses = $$"""
        {"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"what?"},{"type":"input_image","image_url":"{{Picture}}","detail":"high"}]}]}
        """;

    public static TheoryData<string> Others => new(WireFormats.OllamaChat.Name, WireFormats.AnthropicMessages.Name);

    public static TheoryData<string> Backends => new(WireFormats.OllamaChat.Name, WireFormats.AnthropicMessages.Name, WireFormats.OpenAiChat.Name);

    [Theory]
    [MemberData(nameof(Others))]
    public void Who_speaks_and_how_closely_to_look_are_listed_as_dropped(string backend)
    {
        var (_, dropped) = Named(backend).WriteRequest(WireFormats.OpenAiChat.ReadRequest(Chat));
        Assert.Contains("messages.name", dropped);
        Assert.Contains("messages.content.image_url.detail", dropped);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void So_is_the_detail_of_a_response_s_picture(string backend) =>
        Assert.Contains("messages.content.image_url.detail", Named(backend).WriteRequest(WireFormats.OpenAiResponses.ReadRequest(Responses)).Dropped);

    [Theory]
    [MemberData(nameof(Others))]
    public void The_detail_that_everybody_uses_anyway_is_not(string backend) =>
        Assert.DoesNotContain("messages.content.image_url.detail", Named(backend).WriteRequest(WireFormats.OpenAiResponses.ReadRequest(Responses.Replace("high", "auto", StringComparison.Ordinal))).Dropped);

    [Fact]
    public void The_same_dialect_keeps_them()
    {
        var (body, dropped) = WireFormats.OpenAiChat.WriteRequest(WireFormats.OpenAiChat.ReadRequest(Chat));
        foreach (var said in (string[])["\"name\":\"boss\"", "\"name\":\"ann\"", "\"name\":\"bot\"", "\"detail\":\"low\""]) Assert.Contains(said, body, StringComparison.Ordinal);
        Assert.Empty(dropped);
        Assert.Contains("\"detail\":\"high\"", WireFormats.OpenAiChat.WriteRequest(WireFormats.OpenAiResponses.ReadRequest(Responses)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void More_answers_than_one_are_refused_by_name(string backend)
    {
        foreach (var (format, body) in ((WireFormat, string)[])
            [(WireFormats.OpenAiChat, Chat), (WireFormats.OpenAiResponses, Responses), (WireFormats.OpenAiCompletions, """{"model":"m","prompt":"p"}""")])
        {
            var request = format.ReadRequest("{\"n\":2," + body.TrimStart()[1..]);
            var error = WireFormats.ForBackend(Named(backend).Dialect, request)!.WriteError(request);
            Assert.Equal((400, "n", "unsupported_parameter"), (error.Status, error.Param, error.Code));
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void One_answer_may_be_asked_for(string backend) =>
        Named(backend).WriteRequest(WireFormats.OpenAiChat.ReadRequest("{\"n\":1," + Chat.TrimStart()[1..]));

    [Theory]
    [InlineData("max_tokens", "5")]
    [InlineData("temperature", "0.2")]
    [InlineData("user_tag", "\"x\"")]
    public void What_Ollama_itself_would_not_look_at_is_listed_as_dropped(string name, string value)
    {
        foreach (var backend in (WireFormat[])[WireFormats.OpenAiChat, WireFormats.AnthropicMessages])
        {
            var request = WireFormats.OllamaChat.ReadRequest($$"""{"model":"m","messages":[{"role":"user","content":"hi"}],"{{name}}":{{value}}}""");
            var (body, dropped) = backend.WriteRequest(request);
            Assert.Equal([name], dropped);
            Assert.DoesNotContain($"\"{name}\":{value}", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("template", "\"{{ .Prompt }}\"")]
    [InlineData("context", "[1,2]")]
    public void What_Ollama_would_heed_is_still_refused(string name, string value)
    {
        var request = WireFormats.OllamaGenerate.ReadRequest($$"""{"model":"m","prompt":"hi","{{name}}":{{value}}}""");
        Assert.Equal(name, WireFormats.OpenAiChat.WriteError(request).Param);
        Assert.Equal(name, WireFormats.AnthropicMessages.WriteError(request).Param);
    }

    private static WireFormat Named(string name) => ((WireFormat[])[WireFormats.OllamaChat, WireFormats.AnthropicMessages, WireFormats.OpenAiChat]).Single(f => f.Name == name);
}
