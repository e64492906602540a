using Ziggie.Wire;
using static Ziggie.Tests.Wire.OpenAi.OpenAiChatReplyReadTests;

namespace Ziggie.Tests.Wire.OpenAi;

public sealed class OpenAiToolCallTests
{
    private static readonly string[] TwoCalls =
        ["start - -", "call 0 call_a weather", "arguments 0 {\"city\":\"Tromsø\"}", "call 1 call_b clock", "arguments 1 {}", "finish ToolCalls"];

    [Fact]
    public void Calls_come_in_pieces()
    {
        var sink = WireFormats.OpenAiChat.ReadReply(true, Stream(
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"weather","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Troms\u00f8\"}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"clock","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"""));

        Assert.Equal(TwoCalls, sink.Events);
    }

    [Fact]
    public void Calls_come_whole()
    {
        var sink = WireFormats.OpenAiChat.ReadReply(false, """
            {"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[
              {"type":"function","function":{"name":"weather","arguments":"{\"city\":\"Tromsø\"}"},"id":"call_a"},
              {"type":"function","function":{"name":"clock","arguments":""},"id":"call_b"}]}}]}
            """);

        Assert.Equal(TwoCalls, sink.Events);
    }

    /// <summary>Id and name in every piece; the same index for every call; a "stop" at the end.</summary>
    [Fact]
    public void Sloppy_servers_are_understood()
    {
        var sink = WireFormats.OpenAiChat.ReadReply(true, Stream(
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"weather","arguments":"{\"city\":"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"weather","arguments":"\"Tromsø\"}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_b","function":{"name":"clock","arguments":{}}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""));

        Assert.Equal(TwoCalls, sink.Events);
    }

    [Fact]
    public void Calls_without_index_or_id_get_them()
    {
        var sink = WireFormats.OpenAiChat.ReadReply(true, Stream(
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"x","function":{"name":"a","arguments":"{}"}},{"id":"y","function":{"name":"b","arguments":"{}"}}]}}]}"""));
        Assert.Equal(["start - -", "call 0 x a", "arguments 0 {}", "call 1 y b", "arguments 1 {}"], sink.Events);

        sink = WireFormats.OpenAiChat.ReadReply(true, Stream(
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"","function":{"name":"a","arguments":"{\"at\":1}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"","function":{"name":"a","arguments":"{\"at\":2}"}}]}}]}"""));
        Assert.Equal(["arguments 0 {\"at\":1}", "arguments 1 {\"at\":2}"], sink.Events.Where(e => e.StartsWith("arguments", StringComparison.Ordinal)));

        sink = WireFormats.OpenAiChat.ReadReply(false, """{"choices":[{"index":0,"message":{"tool_calls":[{"function":{"name":"a"}},{"id":"","function":{"name":"b"}}]}}]}""");
        Assert.Equal(6, sink.Events.Count);
        Assert.Matches("^call 0 call_[0-9a-f]{24} a$", sink.Events[1]);
        Assert.Matches("^call 1 call_[0-9a-f]{24} b$", sink.Events[3]);
        Assert.NotEqual(sink.Events[1][7..^2], sink.Events[3][7..^2]);
    }

    [Fact]
    public void A_function_call_of_old_is_a_tool_call()
    {
        var sink = WireFormats.OpenAiChat.ReadReply(true, Stream(
            """{"choices":[{"index":0,"delta":{"role":"assistant","function_call":{"name":"add","arguments":""}}}]}""",
            """{"choices":[{"index":0,"delta":{"function_call":{"arguments":"{\"a\":1}"}}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"function_call"}]}"""));

        Assert.Matches("^call 0 call_[0-9a-f]{24} add$", sink.Events[1]);
        Assert.Equal(["arguments 0 {\"a\":1}", "finish ToolCalls"], sink.Events.Skip(2));
    }
}
