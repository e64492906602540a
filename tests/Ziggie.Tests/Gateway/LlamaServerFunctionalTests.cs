using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>What a real llama-server does otherwise than one would think.</summary>
public sealed class LlamaServerFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    [Fact(Timeout = 60_000)]
    public async Task What_it_cannot_do_is_the_requests_fault_and_shuts_nobody_out()
    {
        await using var server = await AddAsync("no-eyes");

        for (var i = 0; i < 8; i++)
        {
            var picture = await one.Caller.AnswerAsync(Ask.Post("/api/chat", $$"""{"model":"no-eyes","messages":[{"role":"user","content":"What is it?","images":["{{Picture}}"]}]}"""), Dialect.Ollama);
            Assert.True(picture.Status == 400, picture.ToString());
            Assert.Contains("image input is not supported", picture.Error, StringComparison.Ordinal);
            Assert.Contains("no-eyes-backend", picture.Error, StringComparison.Ordinal);
        }
        var vector = await one.Caller.AnswerAsync(Ask.Post("/v1/embeddings", """{"model":"no-eyes","input":"a"}"""), Dialect.OpenAi);
        var text = await one.Caller.ChatAsync(Dialect.OpenAi, "no-eyes", "Once upon a time", stream: false);

        Assert.True(vector.Status == 400, vector.ToString());
        Assert.Contains("--embeddings", vector.Error, StringComparison.Ordinal);
        Assert.Equal((200, ", there was"), (text.Status, text.Said));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_model_that_is_still_loading_at_first_sight_is_not_called_unknown()
    {
        await using var server = await AddAsync("sleepy", loading: true);

        var early = await one.Caller.ChatAsync(Dialect.Anthropic, "sleepy", "Hello", stream: true);
        var state = (await one.Admin.GetFromJsonAsync<JsonElement>("/api/backends", TestContext.Current.CancellationToken)).GetProperty("items").EnumerateArray()
            .Single(b => b.GetProperty("name").GetString() == "sleepy-backend");
        server.Loading = false;
        Answer? late = null;
        await Eventually.TrueAsync(async () => (late = await one.Caller.ChatAsync(Dialect.OpenAi, "sleepy", "Hello", stream: false)).Status == 200);

        Assert.True(early.Status == 503, early.ToString());
        Assert.Contains("sleepy-backend is still loading", early.Error, StringComparison.Ordinal);
        Assert.Equal("5", early.Header("Retry-After"));
        Assert.Contains("loading its model", state.GetProperty("reason").ToString(), StringComparison.Ordinal);
        Assert.Equal(", there was", late!.Said);
    }

    [Fact(Timeout = 60_000)]
    public async Task Waiting_for_the_model_is_waiting_and_not_the_gateways_own_time()
    {
        await using var server = await AddAsync("restarted");
        server.LoadingAnswers = 1;

        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, "restarted", "Hello", stream: false);

        Assert.True(answer.Status == 200, answer.ToString());
        var record = await one.UsageAsync(r => r.GetProperty("requestedModel").GetString() == "restarted");
        Assert.True(record.GetProperty("queueMs").GetDouble() > 0, record.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task Its_thinking_and_tool_calls_reach_callers_of_other_dialects()
    {
        await using var server = await AddAsync("handy");
        const string body = """{"model":"handy","max_tokens":20,"stream":true,"messages":[{"role":"user","content":"Weather?"}],"tools":[{"name":"w","input_schema":{"type":"object"}}]}""";

        var answer = await one.Caller.AnswerAsync(Ask.Post("/v1/messages", body), Dialect.Anthropic);

        Assert.True(answer.SaysDone, answer.ToString());
        Assert.Equal("One day", string.Concat(answer.Frames.Select(f => (string?)f["delta"]?["thinking"])));
        Assert.Equal("""{"city": "Paris"}""", string.Concat(answer.Frames.Select(f => (string?)f["delta"]?["partial_json"])));
        var end = answer.Frames.Single(f => (string?)f["type"] == "message_delta");
        Assert.Equal(("tool_use", 4, 299), ((string?)end["delta"]!["stop_reason"], (int)end["usage"]!["output_tokens"]!, (int)end["usage"]!["cache_read_input_tokens"]!));
    }

    private async Task<LlamaServer> AddAsync(string model, bool loading = false)
    {
        var server = await LlamaServer.StartAsync(model);
        server.Loading = loading;
        using var answer = await one.Admin.PostAsJsonAsync("/api/backends", new JsonObject { ["name"] = $"{model}-backend", ["type"] = "openai", ["url"] = server.Url }, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return server;
    }
}
