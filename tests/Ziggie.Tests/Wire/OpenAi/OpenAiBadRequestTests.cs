using System.Text;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.OpenAi;

public sealed class OpenAiBadRequestTests
{
    public static TheoryData<string, string?, string> Chats => new()
    {
        { "", null, "no body" },
        { "{", null, "not valid JSON" },
        { "[]", null, "must be a JSON object, but it is a list" },
        { "{}", "messages", "messages is missing" },
        { """{"messages":[]}""", "messages", "at least one" },
        { """{"messages":"Hi"}""", "messages", "must be a list, but it is a string" },
        { """{"messages":[{"role":"user"}]}""", "messages[0].content", "is missing" },
        { """{"messages":[{"role":"user","content":"a"},{"role":"user","content":7}]}""", "messages[1].content", "must be a string or a list of parts, but it is a number" },
        { """{"messages":[{"role":"robot","content":"a"}]}""", "messages[0].role", "robot" },
        { """{"messages":[{"content":"a"}]}""", "messages[0].role", "is missing" },
        { """{"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}]}""", "messages[0].content[0]", "audio" },
        { """{"messages":[{"role":"user","content":[{"type":"file","file":{}}]}]}""", "messages[0].content[0]", "is a file" },
        { """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://x"}}]}]}""", "messages[0].content[0].image_url.url", "http" },
        { """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,%%"}}]}]}""", "messages[0].content[0].image_url.url", "base64" },
        { """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:text/html;base64,AAAA"}}]}]}""", "messages[0].content[0].image_url.url", "image/" },
        { """{"messages":[{"role":"system","content":[{"type":"image_url","image_url":{"url":"https://x"}}]}]}""", "messages[0].content[0]", "picture" },
        { """{"messages":[{"role":"user","content":"\ud800"}]}""", "messages[0].content", "half of a surrogate pair" },
        { """{"messages":[{"role":"user","content":"a"}],"\ud800":1}""", null, "half of a surrogate pair" },
        { """{"messages":[{"role":"tool","content":"a"}]}""", "messages[0].tool_call_id", "is missing" },
        { """{"messages":[{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"[1]"}}]}]}""", "messages[0].tool_calls[0].function.arguments", "JSON object" },
        { """{"messages":[{"role":"assistant","tool_calls":[{"id":"1","type":"custom","custom":{}}]}]}""", "messages[0].tool_calls[0].type", "custom" },
        { """{"messages":[{"role":"function","name":"f","content":"a"}]}""", "messages[0].name", "no earlier message" },
        { With(""" "model":1 """), "model", "must be a string" },
        { With(""" "stream":"yes" """), "stream", "true or false" },
        { With(""" "temperature":"hot" """), "temperature", "a number, but it is a string" },
        { With(""" "seed":1.5 """), "seed", "fraction" },
        { With(""" "max_tokens":99999999999 """), "max_tokens", "out of range" },
        { With(""" "max_tokens":-7 """), "max_tokens", "1 or more" },
        { With(""" "n":0 """), "n", "1 or more" },
        { With(""" "stop":[1] """), "stop[0]", "a string" },
        { With(""" "logit_bias":{"hello":1} """), "logit_bias", "token ids" },
        { With(""" "tools":[{"type":"web_search"}] """), "tools[0].type", "web_search" },
        { With(""" "tools":[{"type":"function","function":{}}] """), "tools[0].function.name", "is missing" },
        { With(""" "tool_choice":"sometimes" """), "tool_choice", "auto, none, required" },
        { With(""" "tool_choice":{"type":"custom"} """), "tool_choice", "custom" },
        { With(""" "response_format":{"type":"xml"} """), "response_format.type", "json_schema" },
        { With(""" "reasoning_effort":"extreme" """), "reasoning_effort", "medium" },
        { With(""" "modalities":["text","audio"] """), "modalities", "sound" },
        { With(""" "stream_options":[] """), "stream_options", "an object" },
    };

    [Theory]
    [MemberData(nameof(Chats))]
    public void Chat_says_what_is_wrong_and_where(string body, string? param, string says) => Refuses(WireFormats.OpenAiChat, body, param, says);

    [Theory]
    [InlineData("""{"prompt":["a","b"]}""", "prompt", "requests of their own")]
    [InlineData("""{"prompt":[1,2]}""", "prompt", "token ids")]
    [InlineData("""{"prompt":5}""", "prompt", "a string")]
    [InlineData("""{"prompt":"a","echo":true}""", "echo", "echo")]
    public void Completions_say_what_is_wrong(string body, string param, string says) => Refuses(WireFormats.OpenAiCompletions, body, param, says);

    [Theory]
    [InlineData("{}", "input", "is missing")]
    [InlineData("""{"input":[]}""", "input", "at least one")]
    [InlineData("""{"input":[1,2]}""", "input", "token ids")]
    [InlineData("""{"input":[[1],[2]]}""", "input", "token ids")]
    [InlineData("""{"input":["a",2]}""", "input[1]", "a string")]
    [InlineData("""{"input":"a","encoding_format":"hex"}""", "encoding_format", "base64")]
    [InlineData("""{"input":"a","dimensions":0}""", "dimensions", "1 or more")]
    public void Embeddings_say_what_is_wrong(string body, string param, string says) => Refuses(WireFormats.OpenAiEmbeddings, body, param, says);

    [Theory]
    [InlineData("{}", "input", "is missing")]
    [InlineData("""{"input":[]}""", "input", "at least one")]
    [InlineData("""{"input":"a","previous_response_id":"resp_1"}""", "previous_response_id", "not stored")]
    [InlineData("""{"input":"a","conversation":"c"}""", "conversation", "not stored")]
    [InlineData("""{"input":"a","background":true}""", "background", "stream")]
    [InlineData("""{"input":"a","tools":[{"type":"file_search"}]}""", "tools[0].type", "file_search")]
    [InlineData("""{"input":[{"type":"item_reference","id":"x"}]}""", "input[0]", "not stored")]
    [InlineData("""{"input":[{"type":"computer_call"}]}""", "input[0].type", "computer_call")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","file_id":"f"}]}]}""", "input[0].content[0]", "file")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}]}""", "input[0].content[0].file_id", "data URL")]
    public void Responses_say_what_is_wrong(string body, string param, string says) => Refuses(WireFormats.OpenAiResponses, body, param, says);

    [Fact]
    public void Broken_UTF_8_is_refused()
    {
        byte[] body = [.. "{\"messages\":[{\"role\":\"user\",\"content\":\""u8, 0xFF, 0xC3, .. "\"}]}"u8];

        var refused = Assert.Throws<WireException>(() => WireFormats.OpenAiChat.ReadRequest(body));

        Assert.Equal(400, refused.Error.Status);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var body = Encoding.UTF8.GetBytes("{\"messages\":" + new string('[', 100_000) + new string(']', 100_000) + "}");

        var refused = Assert.Throws<WireException>(() => WireFormats.OpenAiChat.ReadRequest(body));

        Assert.Contains("nested", refused.Message, StringComparison.Ordinal);
    }

    private static string With(string field) => $$"""{"messages":[{"role":"user","content":"Hi"}],{{field}} }""";

    private static void Refuses(WireFormat format, string body, string? param, string says)
    {
        var refused = Assert.Throws<WireException>(() => format.ReadRequest(body));

        Assert.Equal(ErrorKind.BadRequest, refused.Error.Kind);
        Assert.Equal(param, refused.Error.Param);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }
}
