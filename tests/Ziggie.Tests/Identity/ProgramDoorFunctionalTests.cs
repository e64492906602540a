using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Ziggie.Identity;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Identity;

/// <summary>The doors of the whole program, on the endpoints that matter: models, administration and sockets.</summary>
public sealed class ProgramDoorFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private static readonly string[] Paths = ["/v1/models", "/api/tags", "/api/keys", "/api/auth/me", "/api/usage", "/metrics"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_token_is_taken_as_it_was_made_and_in_no_other_form()
    {
        var made = await one.Ziggie.SignInAsync("admin", ZiggieProcess.AdminPassword, Cancel);
        var (header, claims) = (Part(made, 0), Part(made, 1));
        using var own = await OwnKeyAsync();
        using var foreign = SigningKey.Create(0, long.MaxValue, long.MaxValue);
        var past = DateTimeOffset.FromUnixTimeSeconds(claims["exp"].GetInt64()).AddHours(-2).ToUnixTimeSeconds();

        await AnswersAsync(200, Token(header, claims, own));
        var bad = new Dictionary<string, string>
        {
            ["alg none, unsigned"] = $"{Write(With(header, "alg", "none"))}.{Write(claims)}.",
            ["alg none, signed"] = Token(With(header, "alg", "none"), claims, own),
            ["alg HS256"] = Token(With(header, "alg", "HS256"), claims, own),
            ["a foreign key under its own id"] = Token(With(header, "kid", foreign.Kid), claims, foreign),
            ["a foreign key under our id"] = Token(header, claims, foreign),
            ["expired"] = Token(header, With(With(claims, "nbf", past - 900), "exp", past), own),
            ["not yet good"] = Token(header, With(claims, "nbf", claims["exp"].GetInt64() + 3600), own),
            ["another audience"] = Token(header, With(claims, "aud", "another-app"), own),
            ["another issuer"] = Token(header, With(claims, "iss", "https://evil.example"), own),
            ["another user"] = Token(header, With(claims, "sub", "somebody-else"), own),
            ["without a signature"] = made[..(made.LastIndexOf('.') + 1)],
        };
        foreach (var (what, token) in bad) await AnswersAsync(401, token, what);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_page_of_another_origin_writes_nothing_with_a_cookie_and_opens_no_socket()
    {
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = one.Ziggie.Url };
        using var signedIn = await browser.PostAsJsonAsync("/api/auth/login", new { username = "admin", password = ZiggieProcess.AdminPassword, cookie = true }, Cancel);
        Assert.True(signedIn.IsSuccessStatusCode);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var ours = $"http://{one.Ziggie.Url.Authority}";

        foreach (var foreign in (string[])["https://evil.example", "null", $"https://{one.Ziggie.Url.Authority}", "http://127.0.0.1:1", ours + ".evil.example"])
        {
            Assert.Equal(403, await WriteAsync(browser, foreign));
            Assert.Equal(403, await UpgradeAsync(foreign, "/api/feeds/ws", "Cookie", cookie));
            Assert.Equal(403, await UpgradeAsync(foreign, "/api/llm/ws", "Cookie", cookie));
            // A token does not help a socket either.
            Assert.Equal(403, await UpgradeAsync(foreign, "/api/llm/ws", "Authorization", $"Bearer {one.Ziggie.Key}"));
        }
        Assert.Equal(201, await WriteAsync(browser, ours));
        Assert.Equal(101, await UpgradeAsync(ours, "/api/feeds/ws", "Cookie", cookie));
        Assert.Equal(101, await UpgradeAsync(ours, "/api/llm/ws", "Authorization", $"Bearer {one.Ziggie.Key}"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    public async Task A_foreign_host_is_421_everywhere(string host)
    {
        foreach (var path in (string[])[.. Paths, "/", "/health", "/api/auth/login", "/no-such-path"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            using var answer = await one.Admin.SendAsync(request, Cancel);
            Assert.True((int)answer.StatusCode == 421, $"{path}: {answer.StatusCode}");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_request_with_forwarding_headers_is_never_anonymous()
    {
        await using var ziggie = await ZiggieProcess.StartAsync("discovery: { enabled: false }\nserver: { anonymous: [ { cidr: 127.0.0.1/32, as: tools } ] }\n", Cancel);
        await ziggie.CreateKeyAsync(new { name = "tools" }, Cancel);
        using var stranger = new HttpClient { BaseAddress = ziggie.Url };

        foreach (var dialect in (Dialect[])[Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic])
        {
            Assert.Equal(200, (await stranger.ChatAsync(dialect, "demo", "Hello", stream: true)).Status);
            foreach (var (name, value) in ((string, string)[])[("Forwarded", "for=10.0.0.1"), ("X-Forwarded-For", "127.0.0.1"), ("x-forwarded-anything", "1"), ("X-Real-IP", "127.0.0.1"), ("Via", "1.1 nginx")])
            {
                var request = Ask.Request(dialect, "demo", "Hello", stream: true);
                request.Headers.TryAddWithoutValidation(name, value);
                Assert.Equal(401, (await stranger.AnswerAsync(request, dialect)).Status);
            }
        }
        foreach (var path in (string[])["/api/keys", "/api/auth/me", "/api/usage"])
        {
            using var answer = await stranger.GetAsync(path, Cancel);
            Assert.Equal(401, (int)answer.StatusCode);
        }
        Assert.Contains("anonymous", ziggie.Output, StringComparison.Ordinal);
    }

    private async Task AnswersAsync(int status, string token, string what = "as it was made")
    {
        foreach (var path in Paths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
            using var client = new HttpClient { BaseAddress = one.Ziggie.Url };
            using var answer = await client.SendAsync(request, Cancel);
            Assert.True(status == (int)answer.StatusCode, $"{what}, {path}: {answer.StatusCode}");
        }
    }

    private static async Task<int> WriteAsync(HttpClient browser, string origin)
    {
        using var request = Ask.Post("/api/keys", $$"""{"name":"from-{{Guid.NewGuid():N}}"}""");
        request.Headers.Add("Origin", origin);
        using var answer = await browser.SendAsync(request, Cancel);
        return (int)answer.StatusCode;
    }

    private async Task<int> UpgradeAsync(string origin, string path, string header, string value)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader(header, value);
        socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{one.Ziggie.Url.Authority}{path}"), Cancel);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }
        return (int)socket.HttpStatusCode;
    }

    /// <summary>The key that the program signs with: whoever has its files can make any token, so the claims alone must be what is wrong.</summary>
    private async Task<SigningKey> OwnKeyAsync()
    {
        var master = MasterKey.Load(new DataDirectory(one.Ziggie.DataPath), null);
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(one.Ziggie.DataPath, "ziggie.db")};Pooling=False");
        await connection.OpenAsync(Cancel);
        return Assert.Single(await SigningKeyStore.AllAsync(connection, master, Cancel));
    }

    private static string Token(Dictionary<string, JsonElement> header, Dictionary<string, JsonElement> claims, SigningKey key)
    {
        var body = $"{Write(header)}.{Write(claims)}";
        return $"{body}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(body)))}";
    }

    private static Dictionary<string, JsonElement> With(Dictionary<string, JsonElement> source, string name, object value) =>
        new(source) { [name] = JsonSerializer.SerializeToElement(value) };

    private static Dictionary<string, JsonElement> Part(string token, int index) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64Url.DecodeFromChars(token.Split('.')[index]))!;

    private static string Write(Dictionary<string, JsonElement> part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
