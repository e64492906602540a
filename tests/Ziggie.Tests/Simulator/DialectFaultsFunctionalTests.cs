using Ziggie.Simulator;
using Ziggie.Wire;

namespace Ziggie.Tests.Simulator;

/// <summary>What a reader of the dialect makes of each fault in a stream.</summary>
public sealed class DialectFaultsFunctionalTests : SimulatorTestBase
{
    [Theory]
    [MemberData(nameof(Each), "")]
    [MemberData(nameof(Each), "[[fault:split-utf8]]")]
    [MemberData(nameof(Each), "[[fault:slow-bytes]]")]
    public async Task A_whole_reply_is_whole(Dialect dialect, string fault)
    {
        var (reader, said) = await ReadAsync(dialect, $"{fault}[[think:hm]][[say:Grüße, 世界 🙂]][[tool:get_weather {{\"city\":\"Malmö\"}}]]");

        Assert.True(reader.Finished);
        Assert.Equal("Grüße, 世界 🙂", said.Text);
        Assert.Equal(FinishReason.ToolCalls, said.Reason);
        Assert.Equal("Malmö", System.Text.Json.JsonDocument.Parse(Assert.Single(said.Calls).Arguments).RootElement.GetProperty("city").GetString());
        Assert.Null(said.Failure);
    }

    [Theory]
    [MemberData(nameof(Each), "no-finish")]
    [MemberData(nameof(Each), "no-finish after=2")]
    [MemberData(nameof(Each), "cut-utf8")]
    public async Task A_reply_without_its_end_is_never_finished(Dialect dialect, string fault) =>
        Assert.False((await ReadAsync(dialect, $"[[fault:{fault}]]")).Reader.Finished);

    [Theory]
    [MemberData(nameof(Each), "error-in-stream after=2")]
    public async Task An_error_in_the_stream_is_read_as_one(Dialect dialect, string fault)
    {
        var (reader, said) = await ReadAsync(dialect, $"[[fault:{fault}]]");

        Assert.StartsWith("Simulated failure", said.Failure?.Message, StringComparison.Ordinal);
        Assert.False(reader.Finished);
        Assert.Equal("This is", said.Text);
    }

    [Theory]
    [MemberData(nameof(Each), "malformed-json after=2")]
    [MemberData(nameof(Each), "garbage-body")]
    public async Task Nonsense_is_no_reply(Dialect dialect, string fault)
    {
        var failed = await Record.ExceptionAsync(() => ReadAsync(dialect, $"[[fault:{fault}]]"));
        var finished = failed is null && (await ReadAsync(dialect, $"[[fault:{fault}]]")).Reader.Finished;

        Assert.True(failed is WireException || !finished, $"{failed?.ToString() ?? "It was read as a whole reply."}");
    }

    public static TheoryData<Dialect, string> Each(string fault)
    {
        var data = new TheoryData<Dialect, string>();
        foreach (var dialect in Enum.GetValues<Dialect>()) data.Add(dialect, fault);
        return data;
    }

    private async Task<(ReplyReader Reader, RecordingSink Said)> ReadAsync(Dialect dialect, string prompt)
    {
        var server = await StartAsync(SimulatorOptions.Instant with { Dialect = dialect });
        var (format, path) = dialect switch
        {
            Dialect.Ollama => (WireFormats.OllamaChat, "/api/chat"),
            Dialect.Anthropic => (WireFormats.AnthropicMessages, "/v1/messages"),
            _ => (WireFormats.OpenAiChat, "/v1/chat/completions"),
        };
        using var reply = await PostAsync(server, path, Chat(prompt, stream: true, ",\"max_tokens\":1000"));
        var body = (await reply.Content.ReadAsByteArrayAsync(Cancellation)).AsMemory();
        var reader = format.CreateReader(stream: true);
        var said = new RecordingSink();
        while (Frames.TryRead(format.Framing, body.Span, out var frame, out var consumed))
        {
            if (!frame.IsComment) reader.Read(frame.EventName, frame.Data, said);
            body = body[consumed..];
        }
        return (reader, said);
    }
}
