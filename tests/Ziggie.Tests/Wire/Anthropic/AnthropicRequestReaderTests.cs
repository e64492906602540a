using Ziggie.Wire;

namespace Ziggie.Tests.Wire.Anthropic;

public sealed class AnthropicRequestReaderTests
{
    [Fact]
    public void A_plain_message_is_read()
    {
        var request = WireFormats.AnthropicMessages.ReadRequest("""
            {"model":"claude","max_tokens":100,"system":"be brief","messages":[{"role":"user","content":"hi"}],"stream":true,
             "temperature":0.5,"top_p":0.9,"top_k":5,"stop_sequences":["x"],"metadata":{"user_id":"u1"}}
            """);

        Assert.Equal(("claude", true, true, "u1", Dialect.Anthropic), (request.Model, request.Stream, request.IncludeUsage, request.EndUser, request.Source!.Value));
        Assert.Equal((100, 0.5, 0.9, 5), (request.Sampling.MaxTokens, request.Sampling.Temperature, request.Sampling.TopP, request.Sampling.TopK));
        Assert.Equal(["x"], request.Sampling.Stop);
        Assert.Equal([(MessageRole.System, "be brief"), (MessageRole.User, "hi")], request.Messages.Select(m => (m.Role, m.Text)));
        Assert.False(WireFormats.AnthropicMessages.ReadRequest("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}""").Stream);
    }

    [Fact]
    public void Blocks_of_every_kind_are_read_in_order()
    {
        var messages = WireFormats.AnthropicMessages.ReadRequest("""
            {"model":"m","max_tokens":1,"cache_control":{"type":"ephemeral"},
             "system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},{"type":"text","text":"b"}],
             "messages":[
              {"role":"user","content":[{"type":"text","text":"look"},{"type":"image","source":{"type":"base64","media_type":"image/webp","data":"UklGRg=="}},
               {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}},
               {"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"body"}}]},
              {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"xyz"},{"type":"text","text":"ok"},
               {"type":"tool_use","id":"toolu_1","name":"f","input":{"a": 1}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"r"}],"is_error":true,"cache_control":{"type":"ephemeral"}},
               {"type":"tool_result","tool_use_id":"toolu_2"},{"type":"text","text":"go on"}]},
              {"role":"system","content":"mind"}]}
            """).Messages;

        Assert.Equal([MessageRole.System, MessageRole.User, MessageRole.Assistant, MessageRole.Tool, MessageRole.Tool, MessageRole.User, MessageRole.System], messages.Select(m => m.Role));
        Assert.Equal([new TextPart("a"), new TextPart("b")], messages[0].Parts);
        Assert.Equal([new TextPart("look"), new ImagePart("image/webp", "UklGRg=="), new ImagePart(null, null, "https://example.com/a.png"), new TextPart("T\n\nbody")], messages[1].Parts);
        Assert.Equal([new ThinkingPart("hm", "sig"), new ThinkingPart("xyz", Redacted: true), new TextPart("ok"), new ToolCallPart("toolu_1", "f", """{"a": 1}""")], messages[2].Parts);
        var result = Assert.IsType<ToolResultPart>(Assert.Single(messages[3].Parts));
        Assert.Equal(("toolu_1", true, "r"), (result.Id, result.IsError, Assert.IsType<TextPart>(Assert.Single(result.Content)).Text));
        Assert.Empty(Assert.IsType<ToolResultPart>(Assert.Single(messages[4].Parts)).Content);
        Assert.Equal("go on", messages[5].Text);
    }

    [Fact]
    public void Tools_are_read()
    {
        var tool = Assert.Single(Read(""","tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"strict":true,"cache_control":{"type":"ephemeral"}}]""").Tools);

        Assert.Equal(("f", "d", true, "object"), (tool.Name, tool.Description, tool.Strict, tool.Parameters!.Value.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("""{"type":"auto"}""", ToolChoiceMode.Auto, null, null)]
    [InlineData("""{"type":"any","disable_parallel_tool_use":true}""", ToolChoiceMode.Required, null, false)]
    [InlineData("""{"type":"none"}""", ToolChoiceMode.None, null, null)]
    [InlineData("""{"type":"tool","name":"f","disable_parallel_tool_use":false}""", ToolChoiceMode.Named, "f", true)]
    public void A_choice_of_tools_is_read(string json, ToolChoiceMode mode, string? name, bool? parallel)
    {
        var request = Read($""","tool_choice":{json}""");

        Assert.Equal((new ToolChoice(mode, name), parallel), (request.ToolChoice, request.ParallelToolCalls));
    }

    [Theory]
    [InlineData(""","thinking":{"type":"enabled","budget_tokens":2000}""", true, null, 2000)]
    [InlineData(""","thinking":{"type":"disabled"}""", false, null, null)]
    [InlineData(""","thinking":{"type":"adaptive"},"output_config":{"effort":"max"}""", true, "high", null)]
    public void Thinking_is_read(string fields, bool enabled, string? effort, int? budget) => Assert.Equal(new Thinking(enabled, effort, budget), Read(fields).Thinking);

    [Theory]
    [InlineData(""","output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}""")]
    [InlineData(""","output_format":{"type":"json_schema","schema":{"type":"object"}}""")]
    public void The_answers_shape_is_read(string fields) => Assert.Equal("object", Read(fields).Output!.Schema!.Value.GetProperty("type").GetString());

    [Fact]
    public void What_has_no_place_is_kept()
    {
        Assert.Equal(["context_management", "output_config"], Read(""","context_management":{"edits":[]},"output_config":{"effort":"low"}""").Extra.Keys.Order());
        Assert.Empty(Read(""","output_config":{"effort":"low"},"thinking":{"type":"adaptive"},"container":null""").Extra);
    }

    [Fact]
    public void Counting_needs_no_limit()
    {
        var request = WireFormats.AnthropicCountTokens.ReadRequest("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal((Operation.CountTokens, false, null), (request.Operation, request.Stream, request.Sampling.MaxTokens));
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""", "max_tokens")]
    [InlineData("""{"model":"m","max_tokens":0,"messages":[{"role":"user","content":"hi"}]}""", "max_tokens")]
    [InlineData("""{"model":"m","max_tokens":1}""", "messages")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[]}""", "messages")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"tool","content":"hi"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":7}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"server_tool_use","id":"a","name":"web_search","input":{}}]}]}""", "messages[0].content[0]")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]}]}""", "messages[0].content[0]")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[{"type":"tool_result","tool_use_id":"a"}]}]}""", "messages[0].content[0]")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":"{}"}]}]}""", "messages[0].content[0].input")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AA=="}}]}]}""", "messages[0].content[0]")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}]}""", "messages[0].content[0].source")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"?"}}]}]}""", "messages[0].content[0].source.data")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/svg+xml","data":"AA=="}}]}]}""", "messages[0].content[0].source.media_type")]
    [InlineData("""{"model":"m","max_tokens":1,"system":[{"type":"image"}],"messages":[{"role":"user","content":"hi"}]}""", "system[0]")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"web_search_20250305","name":"web_search"}]}""", "tools[0].type")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"f"}]}""", "tools[0].input_schema")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}],"tool_choice":{"type":"tool"}}""", "tool_choice.name")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}],"tool_choice":"auto"}""", "tool_choice")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}],"thinking":{"type":"enabled"}}""", "thinking.budget_tokens")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}],"stop_sequences":"x"}""", "stop_sequences")]
    public void What_is_wrong_is_named(string body, string param)
    {
        var error = WireFormats.AnthropicMessages.RequestError(body);

        Assert.Equal((ErrorKind.BadRequest, param), (error.Kind, error.Param));
    }

    private static ModelRequest Read(string fields) => WireFormats.AnthropicMessages.ReadRequest($$"""{"model":"m","max_tokens":5000,"messages":[{"role":"user","content":"hi"}]{{fields}}}""");
}
