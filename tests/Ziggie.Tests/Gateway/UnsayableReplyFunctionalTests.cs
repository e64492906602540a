using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>A reply that cannot be said in the caller's dialect, which shows only while it is written: an error in his words, never half an answer that looks whole.</summary>
public sealed class UnsayableReplyFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private const int MoreCallsThanAreGathered = 1100;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Anthropic's stream passes arguments on as they come, whatever they are.
    [Theory(Timeout = 60_000)]
    [InlineData(Dialect.Ollama, false)]
    [InlineData(Dialect.Ollama, true)]
    [InlineData(Dialect.Anthropic, false)]
    public async Task Arguments_that_are_no_object_are_told(Dialect caller, bool stream)
    {
        await using var backend = await StartAsync();
        var name = await AddAsync(backend);
        var model = $"{name}/broken-arguments";

        var answer = await one.Caller.ChatAsync(caller, model, "Hello", stream);

        Assert.False(answer.SaysDone, answer.ToString());
        Assert.Equal(stream ? 200 : 502, answer.Status);
        var said = stream ? answer.ErrorInStream : answer.Error;
        Assert.Contains($"{name}'s reply", said, StringComparison.Ordinal);
        Assert.Contains("not a JSON object", said, StringComparison.Ordinal);
        var record = await one.UsageAsync(r => r.GetProperty("requestedModel").GetString() == model);
        Assert.Equal((502, "tool_arguments_invalid"), (record.GetProperty("status").GetInt32(), record.GetProperty("error").GetString()));

        // It says nothing against the backend, which is asked again.
        for (var i = 0; i < 6; i++) Assert.DoesNotContain("left alone", (await one.Caller.ChatAsync(caller, model, "Hello", stream)).Body, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task More_calls_than_are_gathered_are_told(bool stream)
    {
        await using var backend = await StartAsync();
        var name = await AddAsync(backend);

        var answer = await one.Caller.ChatAsync(Dialect.Ollama, $"{name}/many-calls", "Hello", stream);

        Assert.False(answer.SaysDone);
        Assert.Equal(stream ? 200 : 502, answer.Status);
        var said = stream ? answer.ErrorInStream : answer.Error;
        Assert.Contains($"{name}'s reply", said, StringComparison.Ordinal);
        Assert.Contains("1024 tool calls", said, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/embeddings", Dialect.OpenAi, "\"input\":[\"a\"]")]
    [InlineData("/api/embed", Dialect.Ollama, "\"input\":[\"a\"]")]
    [InlineData("/v1/messages/count_tokens", Dialect.Anthropic, "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]")]
    public async Task What_is_never_streamed_is_answered_whole_also_where_streaming_is_asked_for(string path, Dialect caller, string asked)
    {
        foreach (var dialect in (Dialect[])[Dialect.OpenAi, Dialect.Ollama])
        {
            await using var backend = await one.BackendAsync(dialect);
            using var request = Ask.Post(path, $$"""{"model":"{{backend.Model}}",{{asked}},"stream":true}""");

            var answer = await one.Caller.AnswerAsync(request, caller);

            Assert.True(answer.Status == 200, answer.ToString());
            Assert.NotNull(JsonNode.Parse(answer.Body));
            Assert.False((await one.UsageOfAsync(backend)).GetProperty("streamed").GetBoolean());
        }
    }

    private async Task<string> AddAsync(WebApplication backend)
    {
        var name = $"odd-{Guid.NewGuid():N}";
        using var added = await one.Admin.PostAsJsonAsync("/api/backends", new { name, type = "openai", url = $"{backend.Urls.First()}/v1" }, Cancel);
        Assert.True(added.IsSuccessStatusCode);
        return name;
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/v1/models", () => Results.Text("""{"object":"list","data":[{"id":"many-calls","object":"model"},{"id":"broken-arguments","object":"model"}]}""", "application/json"));
        app.MapPost("/v1/chat/completions", AnswerAsync);
        await app.StartAsync(Cancel);
        return app;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var asked = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var calls = (string?)asked!["model"] == "many-calls" ? [.. Enumerable.Range(0, MoreCallsThanAreGathered).Select(i => Call(i, "{}"))] : new[] { Call(0, "{\\\"city\\\":") };
        if ((bool?)asked["stream"] == true) await StreamAsync(context, calls);
        else await WholeAsync(context, calls);
    }

    private static string Call(int i, string arguments) => $$$"""{"index":{{{i}}},"id":"c{{{i}}}","type":"function","function":{"name":"f","arguments":"{{{arguments}}}"}}""";

    private static Task WholeAsync(HttpContext context, string[] calls)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($$$"""{"id":"1","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":"so","tool_calls":[{{{string.Join(',', calls)}}}]}}]}""", Cancel);
    }

    private static async Task StreamAsync(HttpContext context, string[] calls)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(Frame("""{"content":"so"}"""), Cancel);
        await context.Response.Body.FlushAsync(Cancel);
        var rest = new StringBuilder();
        foreach (var call in calls) rest.Append(Frame($$"""{"tool_calls":[{{call}}]}"""));
        rest.Append("""data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""").Append("\n\ndata: [DONE]\n\n");
        await context.Response.WriteAsync(rest.ToString(), Cancel);
    }

    private static string Frame(string delta) => """data: {"id":"1","choices":[{"index":0,"delta":""" + delta + """}]}""" + "\n\n";
}
