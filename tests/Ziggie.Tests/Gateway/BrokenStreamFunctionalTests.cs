using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>A backend that fails in mid-stream: an error in the caller's dialect, a cleanly ended body, and nothing that looks like a good end.</summary>
public sealed class BrokenStreamFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private static readonly Dialect[] Dialects = [Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic];

    public static TheoryData<Dialect, Dialect, string> Broken =>
        [.. from caller in Dialects from backend in Dialects from fault in (string[])["drop", "drop-fin", "no-finish", "cut-utf8", "malformed-json", "error-in-stream"] select (caller, backend, fault)];

    public static TheoryData<Dialect, Dialect, string> Odd =>
        [.. from caller in Dialects from backend in Dialects from fault in (string[])["split-utf8", "slow-bytes", "double-finish"] select (caller, backend, fault)];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Broken))]
    public async Task A_broken_stream_ends_with_an_error(Dialect caller, Dialect backend, string fault)
    {
        await using var broken = await one.BackendAsync(backend, $"{fault} after=3");

        var answer = await one.Caller.ChatAsync(caller, broken.Model, "[[say:one two three four five six seven]]", stream: true);

        Assert.True(answer.Status == 200, answer.ToString());
        Assert.StartsWith("one two", answer.Said, StringComparison.Ordinal);
        Assert.False(answer.SaysDone, answer.ToString());
        Assert.False(string.IsNullOrEmpty(answer.ErrorInStream), answer.ToString());
        var record = await one.UsageOfAsync(broken);
        Assert.True(record.GetProperty("status").GetInt32() >= 500, record.ToString());
        Assert.True(record.GetProperty("completionTokens").GetInt32() > 0, record.ToString());
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Odd))]
    public async Task An_odd_but_whole_stream_passes_whole(Dialect caller, Dialect backend, string fault)
    {
        await using var odd = await one.BackendAsync(backend, fault);

        var answer = await one.Caller.ChatAsync(caller, odd.Model, "[[say:Grüße aus 世界 🙂 und mehr]]", stream: true);

        Assert.Equal((200, "Grüße aus 世界 🙂 und mehr", true, null), (answer.Status, answer.Said, answer.SaysDone, answer.ErrorInStream));
        Assert.Equal(200, (await one.UsageOfAsync(odd)).GetProperty("status").GetInt32());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_line_without_an_end_is_bounded()
    {
        await using var flood = await one.BackendAsync(Dialect.OpenAi, "huge-line after=3");

        var answer = await one.Caller.ChatAsync(Dialect.Anthropic, flood.Model, "[[say:one two three four five]]", stream: true);

        Assert.Contains("16 MiB", answer.ErrorInStream, StringComparison.Ordinal);
        Assert.False(answer.SaysDone);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_backend_is_not_asked_once_content_was_passed_on()
    {
        await using var first = await one.BackendAsync(Dialect.Ollama, "drop after=3", model: "twice:latest", priority: 1);
        await using var second = await one.BackendAsync(Dialect.Ollama, model: "twice:latest", priority: 2);

        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, "twice", "[[say:one two three four five]]", stream: true);

        Assert.False(answer.SaysDone);
        Assert.DoesNotContain(second.Server.Requests, r => r.Path.StartsWith("/api/chat", StringComparison.Ordinal));
    }
}
