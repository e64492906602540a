using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway.Paths;

/// <summary>Chat requests as callers of each dialect send them, and what they look for in the answer.</summary>
internal static class Ask
{
    public static string Path(Dialect caller) => caller switch { Dialect.Ollama => "/api/chat", Dialect.Anthropic => "/v1/messages", _ => "/v1/chat/completions" };

    public static HttpRequestMessage Request(Dialect caller, string model, string prompt, bool stream)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
            ["stream"] = stream,
        };
        if (caller == Dialect.Anthropic) body["max_tokens"] = 1_000_000;
        return Post(Path(caller), body.ToJsonString());
    }

    public static HttpRequestMessage Post(string path, string body) => Post(path, Encoding.UTF8.GetBytes(body));

    public static HttpRequestMessage Post(string path, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
    }

    /// <summary>The whole answer; fails where its body does not end cleanly.</summary>
    public static Task<Answer> ChatAsync(this HttpClient client, Dialect caller, string model, string prompt, bool stream) =>
        client.AnswerAsync(Request(caller, model, prompt, stream), caller);

    public static async Task<Answer> AnswerAsync(this HttpClient client, HttpRequestMessage request, Dialect caller)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var sent = request;
        using var response = await client.SendAsync(sent, cancel);
        return new Answer(caller, (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancel), response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The answer up to its headers, with its body still running.</summary>
    public static async Task<HttpResponseMessage> OpenAsync(this HttpClient client, Dialect caller, string model, string prompt)
    {
        using var request = Request(caller, model, prompt, stream: true);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}

/// <summary>What a caller got.</summary>
internal sealed record Answer(Dialect Caller, int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The message of an error in the caller's dialect; fails where the body is none.</summary>
    public string Error
    {
        get
        {
            var json = JsonNode.Parse(Body)!;
            if (Caller == Dialect.Ollama) return (string)json["error"]!;
            if (Caller == Dialect.Anthropic) Assert.Equal("error", (string?)json["type"]);
            Assert.NotNull((string?)json["error"]!["type"]);
            return (string)json["error"]!["message"]!;
        }
    }

    /// <summary>The closing frame of the caller's dialect is there.</summary>
    public bool SaysDone => Caller switch
    {
        Dialect.Ollama => Frames.Any(f => (bool?)f["done"] == true),
        Dialect.Anthropic => Frames.Any(f => (string?)f["type"] == "message_stop"),
        _ => Body.Contains("data: [DONE]", StringComparison.Ordinal),
    };

    /// <summary>The error in the stream, or null.</summary>
    public string? ErrorInStream => Frames.Select(f => f["error"]).OfType<JsonNode>().Select(e => e is JsonValue ? (string?)e : (string?)e["message"]).FirstOrDefault();

    /// <summary>The text that was said, streamed or not.</summary>
    public string Said => string.Concat(Frames.Select(f => Caller switch
    {
        Dialect.Ollama => (string?)f["message"]?["content"],
        Dialect.Anthropic => (string?)f["delta"]?["text"] ?? string.Concat((f["content"] as JsonArray ?? []).Select(c => (string?)c!["text"])),
        _ => (string?)(f["choices"] as JsonArray ?? []).FirstOrDefault()?["delta"]?["content"] ?? (string?)(f["choices"] as JsonArray ?? []).FirstOrDefault()?["message"]?["content"],
    }));

    public IReadOnlyList<JsonNode> Frames => [.. Body.Split('\n').Select(l => l.StartsWith("data: ", StringComparison.Ordinal) ? l[6..] : l).Where(l => l.StartsWith('{')).Select(l => JsonNode.Parse(l)!)];

    public string Header(string name) => Headers.TryGetValue(name, out var value) ? value : "";

    public override string ToString() => $"{Status} {Body}";

    public static IEnumerable<JsonElement> Items(JsonElement page) => page.GetProperty("items").EnumerateArray();
}
