using System.Text.Json;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.OpenAi;

public sealed class OpenAiResponsesTests
{
    private static readonly ModelRequest Whole = new() { Operation = Operation.Chat };
    private static readonly ModelRequest Streamed = Whole with { Stream = true };

    [Fact]
    public void Reads_every_item_as_a_conversation()
    {
        var request = WireFormats.OpenAiResponses.ReadRequest("""
            {
              "model": "m", "instructions": "Be brief.", "stream": true, "store": true, "max_output_tokens": 50, "temperature": 0.5, "top_p": 0.9,
              "reasoning": { "effort": "low", "summary": "auto" }, "parallel_tool_calls": true, "user": "me", "metadata": { "a": "b" },
              "text": { "format": { "type": "json_schema", "name": "x", "strict": true, "schema": { "type": "object" } }, "verbosity": "low" },
              "include": [ "reasoning.encrypted_content" ], "background": false,
              "tools": [ { "type": "function", "name": "look", "description": "Looks.", "parameters": { "type": "object" }, "strict": true } ],
              "tool_choice": { "type": "function", "name": "look" },
              "input": [
                { "role": "user", "content": "Hi" },
                { "type": "message", "role": "user", "content": [ { "type": "input_text", "text": "What is this?" }, { "type": "input_image", "image_url": "data:image/png;base64,AAAA", "detail": "auto" } ] },
                { "type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "…" },
                { "type": "message", "id": "msg_1", "status": "completed", "role": "assistant", "content": [ { "type": "output_text", "text": "Let me see.", "annotations": [] } ] },
                { "type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "look", "arguments": "{\"deep\":true}" },
                { "type": "function_call", "call_id": "call_2", "name": "look", "arguments": "" },
                { "type": "function_call_output", "call_id": "call_1", "output": "a cat" },
                { "type": "function_call_output", "call_id": "call_2", "output": [ { "type": "input_text", "text": "a dog" } ] }
              ]
            }
            """);

        Assert.Equal(Operation.Chat, request.Operation);
        Assert.True(request.Stream);
        Assert.Equal(
            [MessageRole.System, MessageRole.User, MessageRole.User, MessageRole.Assistant, MessageRole.Tool, MessageRole.Tool],
            request.Messages.Select(m => m.Role));
        Assert.Equal([new TextPart("What is this?"), new ImagePart("image/png", "AAAA")], request.Messages[2].Parts);
        Assert.Equal(
            [new TextPart("Let me see."), new ToolCallPart("call_1", "look", "{\"deep\":true}"), new ToolCallPart("call_2", "look", "{}")],
            request.Messages[3].Parts);
        Assert.Equal([new TextPart("a dog")], Assert.IsType<ToolResultPart>(request.Messages[5].Parts[0]).Content);
        Assert.Equal((50, 0.5, 0.9), (request.Sampling.MaxTokens, request.Sampling.Temperature, request.Sampling.TopP));
        Assert.Equal(new Thinking(true, "low"), request.Thinking);
        Assert.Equal(("x", true), (request.Output!.Name, request.Output.Strict));
        Assert.Equal("look", Assert.Single(request.Tools).Name);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Named, "look"), request.ToolChoice);
        Assert.Equal("me", request.EndUser);

        var (chat, dropped) = WireFormats.OpenAiChat.WriteRequest(request);
        Assert.Equal(["metadata", "store"], dropped.Order(StringComparer.Ordinal));
        Assert.Contains("\"verbosity\":\"low\"", chat, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_a_whole_response()
    {
        var body = WireFormats.OpenAiResponses.WriteReply(Whole with { Thinking = new Thinking(true, "low") }, Say);

        using var json = JsonDocument.Parse(body);
        var response = json.RootElement;
        Assert.Equal(("resp_abc", "response", "completed", "the-model"),
            (Text(response, "id"), Text(response, "object"), Text(response, "status"), Text(response, "model")));
        WireKit.SameJson("""
            [{"id":"rs_abc_0","type":"reasoning","summary":[{"type":"summary_text","text":"Hm…"}]},
             {"id":"msg_abc_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hei \"på\" 🐈","annotations":[],"logprobs":[]}]},
             {"id":"fc_abc_2","type":"function_call","status":"completed","call_id":"call_a","name":"look","arguments":"{\"deep\":true}"},
             {"id":"fc_abc_3","type":"function_call","status":"completed","call_id":"call_b","name":"wait","arguments":"{}"}]
            """, response.GetProperty("output").GetRawText());
        WireKit.SameJson("""
            {"input_tokens":3,"input_tokens_details":{"cached_tokens":1},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":5}
            """, response.GetProperty("usage").GetRawText());
        Assert.Equal("low", Text(response.GetProperty("reasoning"), "effort"));
    }

    [Fact]
    public void Writes_every_step_of_a_stream_in_order()
    {
        var frames = WireKit.FramesOf(WireFormats.OpenAiResponses.WriteReply(Streamed, Say)).Select(f => JsonDocument.Parse(f).RootElement).ToList();

        Assert.Equal(
            [
                "response.created", "response.in_progress",
                "response.output_item.added", "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
                "response.reasoning_summary_text.delta", "response.reasoning_summary_text.done", "response.reasoning_summary_part.done", "response.output_item.done",
                "response.output_item.added", "response.content_part.added", "response.output_text.delta", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done",
                "response.output_item.added", "response.function_call_arguments.delta", "response.function_call_arguments.delta",
                "response.function_call_arguments.done", "response.output_item.done",
                "response.output_item.added", "response.function_call_arguments.done", "response.output_item.done",
                "response.completed",
            ],
            frames.Select(f => Text(f, "type")));
        Assert.Equal(Enumerable.Range(0, frames.Count), frames.Select(f => f.GetProperty("sequence_number").GetInt32()));
        Assert.Equal("in_progress", Text(frames[0].GetProperty("response"), "status"));
        Assert.Equal("Hei \"på\"", Text(frames[11], "delta"));
        Assert.Equal(("msg_abc_1", 1, 0), (Text(frames[11], "item_id"), frames[11].GetProperty("output_index").GetInt32(), frames[11].GetProperty("content_index").GetInt32()));
        Assert.Equal("Hei \"på\" 🐈", Text(frames[13], "text"));
        Assert.Equal("{\"deep\":true}", Text(frames[19], "arguments"));
        var whole = JsonDocument.Parse(WireFormats.OpenAiResponses.WriteReply(Whole, Say)).RootElement;
        WireKit.SameJson(whole.GetRawText(), frames[^1].GetProperty("response").GetRawText());
    }

    [Theory]
    [InlineData(FinishReason.Length, "max_output_tokens")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    public void A_cut_response_says_why(FinishReason reason, string why)
    {
        Action<ReplyWriter> says = writer =>
        {
            writer.Text("Hi"u8);
            writer.Finish(reason, null);
        };
        var last = JsonDocument.Parse(WireKit.FramesOf(WireFormats.OpenAiResponses.WriteReply(Streamed, says))[^1]).RootElement;

        Assert.Equal("response.incomplete", Text(last, "type"));
        foreach (var response in (JsonElement[])[last.GetProperty("response"), JsonDocument.Parse(WireFormats.OpenAiResponses.WriteReply(Whole, says)).RootElement])
        {
            Assert.Equal(("incomplete", why), (Text(response, "status"), Text(response.GetProperty("incomplete_details"), "reason")));
            Assert.Equal("incomplete", Text(response.GetProperty("output")[0], "status"));
        }
    }

    [Fact]
    public void A_failure_is_an_error_and_a_failed_response()
    {
        var frames = WireKit.FramesOf(WireFormats.OpenAiResponses.WriteReply(Streamed, writer =>
        {
            writer.Text("Hi"u8);
            writer.Error(new WireError(ErrorKind.Backend, "It broke.", "backend_died"));
        })).Select(f => JsonDocument.Parse(f).RootElement).ToList();

        Assert.Equal(["error", "response.failed"], frames.TakeLast(2).Select(f => Text(f, "type")));
        Assert.Equal("It broke.", Text(frames[^2], "message"));
        Assert.Equal(("failed", "backend_died"), (Text(frames[^1].GetProperty("response"), "status"), Text(frames[^1].GetProperty("response").GetProperty("error"), "code")));
    }

    [Fact]
    public void A_reply_without_a_word_is_an_empty_message()
    {
        using var json = JsonDocument.Parse(WireFormats.OpenAiResponses.WriteReply(Whole, w => w.Finish(FinishReason.Stop, null)));

        Assert.Equal("", Text(json.RootElement.GetProperty("output")[0].GetProperty("content")[0], "text"));
    }

    private static void Say(ReplyWriter writer)
    {
        writer.Start("x", "y");
        writer.Thinking("Hm"u8);
        writer.Thinking("…"u8);
        writer.Text("Hei \"på\""u8);
        writer.Text(" 🐈"u8);
        writer.ToolCall(0, "call_a", "look");
        writer.ToolArguments(0, "{\"deep\":"u8);
        writer.ToolArguments(0, "true}"u8);
        writer.ToolCall(1, "call_b", "wait");
        writer.Finish(FinishReason.ToolCalls, null);
        writer.Usage(new TokenUsage(3, 2, 1));
    }

    private static string? Text(JsonElement parent, string name) => parent.GetProperty(name).GetString();
}
