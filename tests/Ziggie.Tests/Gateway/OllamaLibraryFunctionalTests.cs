using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Simulator;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>Ollama's pull and delete, through Ziggie.</summary>
public sealed class OllamaLibraryFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("model", null)]
    [InlineData("name", true)]
    [InlineData("model", false)]
    public async Task A_pull_tells_its_progress_and_the_model_can_be_called(string member, bool? stream)
    {
        await using var ollama = await one.BackendAsync(Dialect.Ollama);
        var model = $"fresh-{Guid.NewGuid():N}:1b";
        using var operates = await OperatorAsync();

        using var answer = await PullAsync(operates, new JsonObject { [member] = $"{ollama.Name}/{model}", ["stream"] = stream });

        var lines = (await answer.Content.ReadAsStringAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(answer.IsSuccessStatusCode, lines[0]);
        Assert.Equal("success", (string?)JsonNode.Parse(lines[^1])!["status"]);
        if (stream != false)
        {
            Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains(lines, l => JsonNode.Parse(l)!["completed"] is not null);
        }
        else
        {
            Assert.Single(lines);
        }
        await Eventually.TrueAsync(async () => (await one.Caller.ChatAsync(Dialect.OpenAi, model, "Hello", stream: false)).Status == 200);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pull_without_a_backend_goes_to_the_Ollama_that_has_the_model_else_to_the_first()
    {
        await using var openAi = await one.BackendAsync(Dialect.OpenAi);
        await using var ollama = await one.BackendAsync(Dialect.Ollama);
        using var operates = await OperatorAsync();
        using var again = await PullAsync(operates, new JsonObject { ["model"] = ollama.Model, ["stream"] = false });
        Assert.True(again.IsSuccessStatusCode);
        Assert.Contains(ollama.Server.Requests, r => r.Path == "/api/pull");
        Assert.DoesNotContain(openAi.Server.Requests, r => r.Path == "/api/pull");
    }

    [Fact(Timeout = 60_000)]
    public async Task What_Ollama_does_not_have_is_told_in_its_own_words()
    {
        await using var ollama = await one.BackendAsync(Dialect.Ollama);
        using var operates = await OperatorAsync();
        using var whole = await PullAsync(operates, new JsonObject { ["model"] = $"{ollama.Name}/no-such", ["stream"] = false });
        Assert.Equal(500, (int)whole.StatusCode);
        Assert.Contains("file does not exist", await ErrorAsync(whole), StringComparison.Ordinal);
        using var streamed = await PullAsync(operates, new JsonObject { ["model"] = $"{ollama.Name}/no-such" });
        Assert.Contains("file does not exist", await streamed.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{}", 400, "model")]
    [InlineData("{\"model\":7}", 400, "model")]
    [InlineData("{\"model\":\"a\",\"stream\":\"no\"}", 400, "stream")]
    [InlineData("[", 400, "JSON")]
    [InlineData("{\"model\":\"openai-only/x\"}", 400, "Ollama")]
    public async Task A_bad_pull_is_refused_with_what_is_wrong(string body, int status, string says)
    {
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant, Cancel);
        using var added = await one.Admin.PostAsJsonAsync("/api/backends", new { name = "openai-only", type = "openai", url = $"{server.Url}v1" }, Cancel);
        using var operates = await OperatorAsync();
        using var request = Ask.Post("/api/pull", body);
        using var answer = await operates.SendAsync(request, Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(says, await ErrorAsync(answer), StringComparison.Ordinal);
        using var removed = await one.Admin.DeleteAsync("/api/backends/openai-only", Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deleted_model_is_gone()
    {
        await using var ollama = await one.BackendAsync(Dialect.Ollama);
        using var operates = await OperatorAsync();
        using var answer = await DeleteAsync(operates, ollama.Model);
        Assert.Equal(200, (int)answer.StatusCode);
        await Eventually.TrueAsync(async () => (await one.Caller.ChatAsync(Dialect.Ollama, ollama.Model, "Hello", stream: false)).Status == 404);
        using var again = await DeleteAsync(operates, ollama.Model);
        Assert.Equal(404, (int)again.StatusCode);
        Assert.Contains("not found", await ErrorAsync(again), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Only_an_Ollama_backend_deletes_and_never_through_an_alias()
    {
        await using var openAi = await one.BackendAsync(Dialect.OpenAi);
        await using var ollama = await one.BackendAsync(Dialect.Ollama);
        using var operates = await OperatorAsync();
        using (var other = await DeleteAsync(operates, openAi.Model))
        {
            Assert.Equal(400, (int)other.StatusCode);
            Assert.Contains(openAi.Name, await ErrorAsync(other), StringComparison.Ordinal);
        }
        var alias = $"alias-{Guid.NewGuid():N}";
        using var saved = await one.Admin.PutAsJsonAsync($"/api/aliases/{alias}", new { models = new[] { ollama.Model } }, Cancel);
        using var through = await DeleteAsync(operates, alias);
        Assert.Equal(400, (int)through.StatusCode);
        Assert.Contains("alias", await ErrorAsync(through), StringComparison.Ordinal);
        Assert.Equal(200, (await one.Caller.ChatAsync(Dialect.Ollama, ollama.Model, "Hello", stream: false)).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task Whoever_may_only_call_models_may_neither_pull_nor_delete()
    {
        await using var ollama = await one.BackendAsync(Dialect.Ollama);
        using var pull = await PullAsync(one.Caller, new JsonObject { ["model"] = ollama.Model });
        using var delete = await DeleteAsync(one.Caller, ollama.Model);
        foreach (var answer in (HttpResponseMessage[])[pull, delete])
        {
            Assert.Equal(403, (int)answer.StatusCode);
            Assert.Contains("operate", await ErrorAsync(answer), StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_backend_that_is_away_is_named()
    {
        await using var ollama = await one.BackendAsync(Dialect.Ollama, "refuse");
        using var operates = await OperatorAsync();
        using var answer = await PullAsync(operates, new JsonObject { ["model"] = $"{ollama.Name}/x", ["stream"] = true });
        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Contains(ollama.Name, await ErrorAsync(answer), StringComparison.Ordinal);
    }

    private async Task<HttpClient> OperatorAsync() =>
        one.Ziggie.Client(await one.Ziggie.CreateKeyAsync(new { name = $"operates-{Guid.NewGuid():N}", scopes = new[] { "models", "operate" } }, Cancel));

    private static async Task<HttpResponseMessage> PullAsync(HttpClient client, JsonObject body)
    {
        using var request = Ask.Post("/api/pull", body.ToJsonString());
        return await client.SendAsync(request, Cancel);
    }

    private static async Task<HttpResponseMessage> DeleteAsync(HttpClient client, string model)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/delete") { Content = JsonContent.Create(new { model }) };
        return await client.SendAsync(request, Cancel);
    }

    private static async Task<string> ErrorAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error").GetString()!;
}
