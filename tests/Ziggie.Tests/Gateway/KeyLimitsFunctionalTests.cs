using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>What a key may: told in the caller's dialect, with OpenAI's headers.</summary>
public sealed class KeyLimitsFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    public static TheoryData<Dialect> Callers => [Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Callers))]
    public async Task Requests_a_minute(Dialect caller)
    {
        await using var backend = await one.BackendAsync(Dialect.OpenAi);
        using var client = await ClientAsync(new { name = "two a minute", requestsPerMinute = 2 });

        var first = await client.ChatAsync(caller, backend.Model, "Hello", stream: false);
        var second = await client.ChatAsync(caller, backend.Model, "Hello", stream: true);
        var third = await client.ChatAsync(caller, backend.Model, "Hello", stream: true);

        Assert.Equal((200, 200, 429), (first.Status, second.Status, third.Status));
        Assert.Equal(("2", "1"), (first.Header("x-ratelimit-limit-requests"), first.Header("x-ratelimit-remaining-requests")));
        Assert.Equal("0", second.Header("x-ratelimit-remaining-requests"));
        Assert.NotEqual("", third.Header("Retry-After"));
        Assert.NotEqual("", third.Error);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Callers))]
    public async Task Requests_at_once(Dialect caller)
    {
        await using var backend = await one.BackendAsync(Dialect.Ollama);
        using var client = await ClientAsync(new { name = "one at once", maxConcurrency = 1 });
        using var running = await client.OpenAsync(caller, backend.Model, "[[tokens:20000]] [[gap:20]]");

        var second = await client.ChatAsync(caller, backend.Model, "Hello", stream: true);

        Assert.True(second.Status == 429, second.ToString());
        Assert.NotEqual("", second.Header("Retry-After"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Tokens_a_minute_are_reserved_while_a_request_runs()
    {
        await using var backend = await one.BackendAsync(Dialect.OpenAi);
        using var client = await ClientAsync(new { name = "few tokens", tokensPerMinute = 100 });
        using var request = Ask.Post("/v1/chat/completions", $$"""{"model":"{{backend.Model}}","stream":true,"max_tokens":20000,"messages":[{"role":"user","content":"[[tokens:20000]] [[gap:20]]"}]}""");
        using var running = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);

        var second = await client.ChatAsync(Dialect.OpenAi, backend.Model, "second", stream: false);

        Assert.True(second.Status == 429, second.ToString());
        Assert.Equal(("100", "0"), (second.Header("x-ratelimit-limit-tokens"), second.Header("x-ratelimit-remaining-tokens")));
        Assert.DoesNotContain(backend.Server.Requests, r => r.BodyText.Contains("second", StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Callers))]
    public async Task Other_models_than_those_listed_are_forbidden(Dialect caller)
    {
        await using var allowed = await one.BackendAsync(Dialect.OpenAi);
        await using var other = await one.BackendAsync(Dialect.OpenAi);
        using var client = await ClientAsync(new { name = "one model", models = new[] { allowed.Model } });

        Assert.Equal(200, (await client.ChatAsync(caller, allowed.Model, "Hello", stream: false)).Status);
        var refused = await client.ChatAsync(caller, other.Model, "Hello", stream: false);
        var sidestep = await client.ChatAsync(caller, $"{other.Name}/{other.Model}", "Hello", stream: false);

        Assert.Equal((403, 403), (refused.Status, sidestep.Status));
        Assert.Contains(allowed.Model, refused.Error, StringComparison.Ordinal);
        var listed = await client.GetFromJsonAsync<JsonElement>("/v1/models", Cancel);
        Assert.Equal([allowed.Model], listed.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Callers))]
    public async Task No_key_and_a_wrong_key_are_401(Dialect caller)
    {
        using var none = new HttpClient { BaseAddress = one.Ziggie.Url };
        using var wrong = one.Ziggie.Client("zk-wrong");

        foreach (var client in (HttpClient[])[none, wrong])
        {
            var answer = await client.ChatAsync(caller, "whatever", "Hello", stream: false);
            Assert.Equal(401, answer.Status);
            Assert.NotEqual("", answer.Error);
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Callers))]
    public async Task A_key_that_may_only_look_is_403(Dialect caller)
    {
        using var reader = await ClientAsync(new { name = "reader", scopes = new[] { "read" } });

        var answer = await reader.ChatAsync(caller, "whatever", "Hello", stream: false);

        Assert.Equal(403, answer.Status);
        Assert.Contains("models", answer.Error, StringComparison.Ordinal);
    }

    private async Task<HttpClient> ClientAsync(object key) => one.Ziggie.Client(await one.Ziggie.CreateKeyAsync(key, Cancel));
}
