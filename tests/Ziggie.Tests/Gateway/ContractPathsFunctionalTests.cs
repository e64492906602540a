using System.Text.Json;
using Ziggie.Tests.Gateway.Paths;

namespace Ziggie.Tests.Gateway;

/// <summary>Every path that is promised is there, with its method.</summary>
public sealed class ContractPathsFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>, IAsyncLifetime
{
    private HttpClient _client = new();

    // A key, since one of the paths ends the session of whoever is signed in.
    public async ValueTask InitializeAsync() => _client = one.Ziggie.Client(await one.Ziggie.CreateKeyAsync(
        new { name = $"all-{Guid.NewGuid():N}", scopes = new[] { "models", "admin" } }, TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory(Timeout = 60_000)]
    [InlineData("POST /api/auth/login")]
    [InlineData("POST /api/auth/refresh")]
    [InlineData("POST /api/auth/logout")]
    [InlineData("GET /api/auth/me")]
    [InlineData("POST /api/auth/password")]
    [InlineData("GET /api/auth/sessions")]
    [InlineData("DELETE /api/auth/sessions/x")]
    [InlineData("GET /.well-known/jwks.json")]
    [InlineData("GET /.well-known/openid-configuration")]
    [InlineData("GET POST /api/keys")]
    [InlineData("PATCH DELETE /api/keys/x")]
    [InlineData("GET POST /api/users")]
    [InlineData("PATCH DELETE /api/users/x")]
    [InlineData("GET POST /api/backends")]
    [InlineData("PATCH DELETE /api/backends/x")]
    [InlineData("POST /api/backends/x/test")]
    [InlineData("POST /v1/chat/completions")]
    [InlineData("POST /v1/completions")]
    [InlineData("POST /v1/embeddings")]
    [InlineData("POST /v1/responses")]
    [InlineData("GET /v1/models")]
    [InlineData("GET /v1/models/x")]
    [InlineData("GET HEAD /")]
    [InlineData("GET HEAD /api/version")]
    [InlineData("GET HEAD /api/tags")]
    [InlineData("GET /api/ps")]
    [InlineData("POST /api/chat")]
    [InlineData("POST /api/generate")]
    [InlineData("POST /api/embed")]
    [InlineData("POST /api/embeddings")]
    [InlineData("POST /api/show")]
    [InlineData("POST /api/pull")]
    [InlineData("DELETE /api/delete")]
    [InlineData("POST /v1/messages")]
    [InlineData("POST /v1/messages/count_tokens")]
    [InlineData("GET /api/llm/status")]
    [InlineData("GET /api/llm/models")]
    [InlineData("POST /api/llm/generate")]
    [InlineData("POST /api/llm/chat")]
    [InlineData("GET /api/llm/ws")]
    [InlineData("GET /health")]
    [InlineData("GET /health/live")]
    [InlineData("GET /health/ready")]
    [InlineData("GET POST /api/conversations")]
    [InlineData("GET PATCH DELETE /api/conversations/x")]
    [InlineData("POST /api/conversations/x/messages")]
    [InlineData("GET /api/conversations/x/events")]
    [InlineData("GET /metrics")]
    [InlineData("GET /api/events?after=x")]
    [InlineData("GET /api/usage")]
    [InlineData("GET /api/usage/requests")]
    [InlineData("GET /api/usage/export")]
    [InlineData("GET /api/audit")]
    [InlineData("GET /api/settings")]
    [InlineData("GET /openapi.json")]
    [InlineData("GET /docs")]
    public async Task It_is_there(string promised)
    {
        var words = promised.Split(' ');
        foreach (var method in words[..^1])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), words[^1]);
            // Without a body nothing happens; what is asked is only whether anybody listens there.
            if (method is "POST" or "PATCH") request.Content = new StringContent("");
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.NotEqual(405, (int)answer.StatusCode);
            if ((int)answer.StatusCode == 404) Assert.DoesNotContain("nothing at", await DetailAsync(answer), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task<string> DetailAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.False(body.Length == 0, "a 404 that names nothing");
        return JsonElement.Parse(body).ToString();
    }
}
