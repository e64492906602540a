using System.Net.Http.Json;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>Another backend of the same model takes over while nothing was passed on, and the caller does not notice.</summary>
public sealed class FailoverFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    public static TheoryData<string, bool> Faults =>
        [.. from fault in (string[])["refuse", "reset", "garbage", "garbage-body", "html", "html-502", "401", "429", "500", "503", "drop after=0", "error-in-stream after=0", "no-finish after=0"] from stream in (bool[])[false, true]
            // These say a first word before they fail, which the caller has then seen.
            where !stream || fault is not ("drop after=0" or "no-finish after=0")
            select (fault, stream)];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Faults))]
    public async Task The_other_backend_of_the_same_digest_takes_over(string fault, bool stream)
    {
        var model = $"shared-{Guid.NewGuid():N}:latest";
        await using var broken = await one.BackendAsync(Dialect.Ollama, fault, model, priority: 1);
        await using var good = await one.BackendAsync(Dialect.Ollama, model: model, priority: 2);

        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, model, "[[say:all is well]]", stream);

        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(("all is well", good.Name), (answer.Said, answer.Header("x-ziggie-backend")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Dialect.OpenAi)]
    [InlineData(Dialect.Ollama)]
    [InlineData(Dialect.Anthropic)]
    public async Task The_next_model_of_an_alias_takes_over(Dialect caller)
    {
        await using var broken = await one.BackendAsync(Dialect.OpenAi, "500", priority: 1);
        await using var good = await one.BackendAsync(Dialect.Anthropic, priority: 2);
        var alias = $"alias-{good.Model}";
        using var made = await one.Admin.PutAsJsonAsync($"/api/aliases/{alias}", new { models = new[] { broken.Model, good.Model } }, TestContext.Current.CancellationToken);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var answer = await one.Caller.ChatAsync(caller, alias, "[[say:all is well]]", stream: true);

        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(("all is well", good.Name, good.Model, "alias"), (answer.Said, answer.Header("x-ziggie-backend"), answer.Header("x-ziggie-model"), answer.Header("x-ziggie-route")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_all_fail_the_caller_gets_the_last_cause()
    {
        var model = $"shared-{Guid.NewGuid():N}:latest";
        await using var first = await one.BackendAsync(Dialect.Ollama, "500", model, priority: 1);
        await using var second = await one.BackendAsync(Dialect.Ollama, "refuse", model, priority: 2);

        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, model, "Hello", stream: true);

        Assert.Equal(502, answer.Status);
        Assert.Contains(second.Name, answer.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_fault_of_the_request_itself_is_not_tried_elsewhere()
    {
        var model = $"shared-{Guid.NewGuid():N}:latest";
        await using var first = await one.BackendAsync(Dialect.Ollama, "400", model, priority: 1);
        await using var second = await one.BackendAsync(Dialect.Ollama, model: model, priority: 2);

        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, model, "Hello", stream: true);

        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain(second.Server.Requests, r => r.Path.StartsWith("/api/chat", StringComparison.Ordinal));
    }
}
