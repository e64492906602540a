using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>Which backend a name leads to, and what the reply says of it.</summary>
public sealed class NamesFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private static readonly Dialect[] Dialects = [Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic];

    public static TheoryData<Dialect, Dialect> Pairs => [.. from caller in Dialects from backend in Dialects select (caller, backend)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Pairs))]
    public async Task A_reply_says_where_it_comes_from(Dialect caller, Dialect backend)
    {
        await using var target = await one.BackendAsync(backend);

        foreach (var stream in (bool[])[false, true])
        {
            var answer = await one.Caller.ChatAsync(caller, target.Model, "[[say:here]]", stream);
            var named = await one.Caller.ChatAsync(caller, $"{target.Name}/{target.Model}", "[[say:here]]", stream);

            Assert.Equal((200, "here", target.Name), (answer.Status, answer.Said, answer.Header("x-ziggie-backend")));
            Assert.StartsWith(target.Model, answer.Header("x-ziggie-model"), StringComparison.Ordinal);
            Assert.Equal((200, target.Name, "named"), (named.Status, named.Header("x-ziggie-backend"), named.Header("x-ziggie-route")));
            Assert.NotEqual("", answer.Header("x-request-id"));
        }
        var record = await one.UsageAsync(r => r.GetProperty("requestedModel").GetString() == $"{target.Name}/{target.Model}" && r.GetProperty("streamed").GetBoolean());
        Assert.Equal((200, target.Name), (record.GetProperty("status").GetInt32(), record.GetProperty("backend").GetString()));
        Assert.Equal(1, record.GetProperty("completionTokens").GetInt32());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Dialect.OpenAi)]
    [InlineData(Dialect.Ollama)]
    [InlineData(Dialect.Anthropic)]
    public async Task Latest_may_be_left_out(Dialect caller)
    {
        await using var target = await one.BackendAsync(Dialect.Ollama);

        foreach (var name in (string[])[target.Model, $"{target.Model}:latest", $"{target.Name}/{target.Model}", $"{target.Name}/{target.Model}:latest"])
            Assert.Equal(200, (await one.Caller.ChatAsync(caller, name, "Hello", stream: true)).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_alias_comes_before_a_model_of_its_name_and_is_listed()
    {
        await using var hidden = await one.BackendAsync(Dialect.OpenAi);
        await using var shown = await one.BackendAsync(Dialect.OpenAi);
        using var made = await one.Admin.PutAsJsonAsync($"/api/aliases/{hidden.Model}", new { models = new[] { $"{shown.Name}/{shown.Model}" } }, Cancel);
        Assert.True(made.IsSuccessStatusCode);

        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, hidden.Model, "Hello", stream: false);
        var listed = await one.Caller.GetFromJsonAsync<JsonElement>("/v1/models", Cancel);

        Assert.Equal((shown.Name, "alias"), (answer.Header("x-ziggie-backend"), answer.Header("x-ziggie-route")));
        Assert.Single(listed.GetProperty("data").EnumerateArray(), m => m.GetProperty("id").GetString() == hidden.Model);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_name_without_a_digest_belongs_to_the_first()
    {
        await using var first = await one.BackendAsync(Dialect.OpenAi, model: "in-both");
        await using var second = await one.BackendAsync(Dialect.OpenAi, model: "in-both");

        var plain = await one.Caller.ChatAsync(Dialect.OpenAi, "in-both", "Hello", stream: false);
        var named = await one.Caller.ChatAsync(Dialect.OpenAi, $"{second.Name}/in-both", "Hello", stream: false);

        Assert.Equal((first.Name, second.Name), (plain.Header("x-ziggie-backend"), named.Header("x-ziggie-backend")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Dialect.OpenAi)]
    [InlineData(Dialect.Ollama)]
    [InlineData(Dialect.Anthropic)]
    public async Task Token_counts_are_asked_of_the_backend_and_hidden_from_a_caller_that_did_not_ask(Dialect backend)
    {
        await using var target = await one.BackendAsync(backend);
        const string Rest = "\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"[[say:one two three]]\"}]";

        var silent = await one.Caller.AnswerAsync(Ask.Post("/v1/chat/completions", $$"""{"model":"{{target.Model}}",{{Rest}}}"""), Dialect.OpenAi);
        var declined = await one.Caller.AnswerAsync(Ask.Post("/v1/chat/completions", $$"""{"stream_options":{"include_usage":false},"model":"{{target.Model}}",{{Rest}}}"""), Dialect.OpenAi);
        var asked = await one.Caller.AnswerAsync(Ask.Post("/v1/chat/completions", $$"""{"stream_options":{"include_usage":true},"model":"{{target.Model}}",{{Rest}}}"""), Dialect.OpenAi);

        Assert.All((Answer[])[silent, declined], a => Assert.DoesNotContain(a.Frames, f => f["usage"] is not null));
        Assert.Equal(3, (int)asked.Frames.Single(f => f["usage"] is not null)["usage"]!["completion_tokens"]!);
        Assert.All((Answer[])[silent, declined, asked], a => Assert.Equal(("one two three", true), (a.Said, a.SaysDone)));
        foreach (var answer in (Answer[])[silent, declined, asked])
        {
            var record = await one.UsageAsync(r => r.GetProperty("requestId").GetString() == answer.Header("x-request-id"));
            Assert.Equal(3, record.GetProperty("completionTokens").GetInt32());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_dialect_passes_through_untouched()
    {
        await using var target = await one.BackendAsync(Dialect.OpenAi);
        var body = $$"""{ "model" : "{{target.Model}}",  "x_own":{"b":1,"a":[1.0e2]}, "messages":[{"role":"user","content":"Gr\u00fc\u00dfe [[say:hi]]"}] }""";

        Assert.Equal(200, (await one.Caller.AnswerAsync(Ask.Post("/v1/chat/completions", body), Dialect.OpenAi)).Status);

        Assert.Equal(body, target.Server.Requests.Single(r => r.Method == "POST").BodyText);
    }

    [Fact(Timeout = 60_000)]
    public async Task Neither_key_nor_cookie_of_the_caller_reaches_the_backend()
    {
        await using var target = await one.BackendAsync(Dialect.OpenAi);
        using var request = Ask.Request(Dialect.OpenAi, target.Model, "Hello", stream: false);
        request.Headers.Add("Cookie", "a=b");

        Assert.Equal(200, (await one.Caller.AnswerAsync(request, Dialect.OpenAi)).Status);

        var received = target.Server.Requests.Single(r => r.Method == "POST");
        Assert.DoesNotContain(received.Headers, h => h.Value.Contains(one.Ziggie.Key, StringComparison.Ordinal) || h.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("Via", received.Headers.Keys);
    }
}
