using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>A backend address that is Ziggie's own is told as that, and never becomes a loop.</summary>
public sealed class LoopFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(Dialect.OpenAi)]
    [InlineData(Dialect.Ollama)]
    [InlineData(Dialect.Anthropic)]
    public async Task A_backend_that_is_Ziggie_itself_is_offline(Dialect dialect)
    {
        var name = $"self-{OneZiggie.Type(dialect)}";
        var url = dialect == Dialect.OpenAi ? $"{one.Ziggie.Url}v1" : one.Ziggie.Url.ToString();

        using var added = await one.Admin.PostAsJsonAsync("/api/backends", new { name, type = OneZiggie.Type(dialect), url, apiKey = one.Ziggie.Key, models = new[] { $"model-of-{name}" } }, Cancel);
        var answer = await one.Caller.ChatAsync(dialect, $"model-of-{name}", "Hello", stream: false);

        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(Cancel));
        var list = await one.Admin.GetFromJsonAsync<JsonElement>("/api/backends", Cancel);
        var self = Answer.Items(list).Single(b => b.GetProperty("name").GetString() == name);
        var reason = self.GetProperty("reason");
        Assert.Equal(("offline", "P204", "backend.loop"), (self.GetProperty("status").GetString(), reason.GetProperty("code").GetString(), reason.GetProperty("kind").GetString()));
        Assert.True(answer.Status is 508 or 404 or 503, answer.ToString());
        Assert.NotEqual("", answer.Error);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("OLLAMA_HOST")]
    [InlineData("OLLAMA_URL")]
    public async Task Discovery_does_not_find_itself(string variable)
    {
        await using var ziggie = await ZiggieProcess.StartAsync("discovery: { enabled: true }\n", Cancel, new Dictionary<string, string> { [variable] = "{url}" });

        var list = await ziggie.Admin.GetFromJsonAsync<JsonElement>("/api/backends", Cancel);

        Assert.DoesNotContain(Answer.Items(list), b => b.GetProperty("url").GetString()?.Contains($":{ziggie.Url.Port}", StringComparison.Ordinal) == true);
    }
}
