using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>A backend that fails before its first word: the caller gets one plain error in its own dialect, naming backend and cause.</summary>
public sealed class RefusingBackendFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private static readonly Dialect[] Dialects = [Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic];

    private static readonly (string Fault, int Status, string Says)[] Faults =
    [
        ("refuse", 502, "Nothing listens"),
        ("reset", 502, "broke off"),
        ("garbage", 502, ""),
        ("garbage-body", 502, ""),
        ("html", 502, "web page"),
        ("html-502", 502, "502"),
        ("401", 502, "apiKey"),
        ("403", 502, "apiKey"),
        ("429 retry-after=7s", 429, "limits its callers"),
        ("500", 502, "500"),
        ("503", 503, "503"),
        ("504", 504, "504"),
    ];

    public static TheoryData<Dialect, Dialect, string, int, string> All =>
        [.. from caller in Dialects from backend in Dialects from f in Faults select (caller, backend, f.Fault, f.Status, f.Says)];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(All))]
    public async Task The_error_names_backend_and_cause(Dialect caller, Dialect backend, string fault, int status, string says)
    {
        await using var broken = await one.BackendAsync(backend, fault);

        foreach (var stream in (bool[])[false, true])
        {
            var answer = await one.Caller.ChatAsync(caller, broken.Model, "Hello", stream);

            Assert.True(status == answer.Status, answer.ToString());
            Assert.Contains(broken.Name, answer.Error, StringComparison.Ordinal);
            Assert.Contains(says, answer.Error, StringComparison.Ordinal);
            Assert.False(answer.SaysDone);
            if (status == 429) Assert.Equal("7", answer.Header("Retry-After"));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("malformed-json")]
    [InlineData("cut-utf8")]
    [InlineData("drop")]
    [InlineData("drop-fin")]
    [InlineData("no-finish")]
    [InlineData("huge-line")]
    public async Task Half_an_answer_that_is_not_streamed_is_a_failure(string fault)
    {
        foreach (var dialect in Dialects)
        {
            await using var broken = await one.BackendAsync(dialect, fault);

            var answer = await one.Caller.ChatAsync(Dialect.OpenAi, broken.Model, "Hello", stream: false);

            Assert.True(answer.Status == 502, answer.ToString());
            Assert.Contains(broken.Name, answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failure_is_in_the_usage_once_with_its_status()
    {
        await using var broken = await one.BackendAsync(Dialect.OpenAi, "500");

        await one.Caller.ChatAsync(Dialect.OpenAi, broken.Model, "Hello", stream: true);

        var record = await one.UsageOfAsync(broken);
        Assert.Equal((502, "backend_error"), (record.GetProperty("status").GetInt32(), record.GetProperty("error").GetString()));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_backend_that_keeps_failing_is_left_alone_and_says_so()
    {
        await using var broken = await one.BackendAsync(Dialect.OpenAi, "500");

        Answer answer;
        do answer = await one.Caller.ChatAsync(Dialect.OpenAi, broken.Model, "Hello", stream: false);
        while (answer.Status == 502);

        Assert.Equal(503, answer.Status);
        Assert.Contains("left alone", answer.Error, StringComparison.Ordinal);
        Assert.NotEqual("", answer.Header("Retry-After"));
        Assert.True(broken.Server.Stats.Faulted <= 6);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_refusal_does_not_open_the_breaker(int status)
    {
        await using var strict = await one.BackendAsync(Dialect.OpenAi, $"{status} times=8");

        for (var i = 0; i < 8; i++) Assert.NotEqual(200, (await one.Caller.ChatAsync(Dialect.OpenAi, strict.Model, "Hello", stream: false)).Status);

        Assert.Equal(200, (await one.Caller.ChatAsync(Dialect.OpenAi, strict.Model, "Hello", stream: false)).Status);
    }
}
