using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Identity.Door;
using Ziggie.Settings;

namespace Ziggie.Tests.Identity;

public sealed class DoorFunctionalTests : IAsyncLifetime
{
    private IdentityHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _host = await IdentityHost.StartAsync(s => s with { CorsOrigins = ["https://app.example"], Hosts = ["box.lan"], Url = "http://ziggie.home:54112" });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static async Task<int> StatusAsync(HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var answer = await SendAsync(client, method, path, headers);
        return (int)answer.StatusCode;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request, Cancel);
    }

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("localhost:1", 200)]
    [InlineData("LOCALHOST", 200)]
    [InlineData("[::1]:54112", 200)]
    [InlineData("192.168.1.7:80", 200)]
    [InlineData("ziggie.home", 200)]
    [InlineData("box.lan:54112", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("evil-box.lan", 421)]
    [InlineData("12345", 421)]
    public async Task Only_names_of_ours_are_served(string host, int expected)
    {
        using var client = _host.Client();
        Assert.Equal(expected, await StatusAsync(client, HttpMethod.Get, "/health", ("Host", host)));
    }

    [Fact]
    public async Task A_foreign_name_is_told_in_the_dialect_of_the_path()
    {
        using var client = _host.Client();
        using var ollama = await SendAsync(client, HttpMethod.Get, "/api/tags", ("Host", "evil.example"));
        Assert.Equal(JsonValueKind.String, (await ollama.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error").ValueKind);
        using var openAi = await SendAsync(client, HttpMethod.Get, "/v1/models", ("Host", "evil.example"));
        Assert.True((await openAi.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error").TryGetProperty("message", out _));
        using var anthropic = await SendAsync(client, HttpMethod.Get, "/v1/models", ("Host", "evil.example"), ("anthropic-version", "2023-06-01"));
        Assert.Equal("error", (await anthropic.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task What_we_forwarded_ourselves_is_a_loop()
    {
        using var client = _host.Client();
        var own = _host.Services.GetRequiredService<InstanceId>().Pseudonym;
        Assert.Equal(508, await StatusAsync(client, HttpMethod.Get, "/health", ("Via", $"1.1 nginx, 1.1 {own}")));
        Assert.Equal(200, await StatusAsync(client, HttpMethod.Get, "/health", ("Via", "1.1 ziggie-000000000000")));
    }

    [Fact]
    public async Task A_cookie_is_for_our_own_pages_alone()
    {
        using var client = _host.Client(cookies: true);
        using var login = await client.PostAsJsonAsync("/api/auth/login", new { username = "admin", password = IdentityHost.AdminPassword, cookie = true }, Cancel);
        var body = await login.Content.ReadAsStringAsync(Cancel);
        Assert.DoesNotContain("token", body.Replace("\"signedInBy\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        var own = $"http://{_host.Address.Authority}";
        Assert.Equal(200, await StatusAsync(client, HttpMethod.Get, "/api/auth/me"));
        Assert.Equal(200, await StatusAsync(client, HttpMethod.Post, "/api/operate", ("Origin", own)));
        Assert.Equal(200, await StatusAsync(client, HttpMethod.Post, "/api/operate", ("Origin", "https://app.example")));
        Assert.Equal(200, await StatusAsync(client, HttpMethod.Post, "/api/operate", ("Origin", "http://ziggie.home:54112")));
        foreach (var foreign in new[] { "http://evil.example", "null", "https://app.example.evil", $"https://{_host.Address.Authority}", "http://127.0.0.1:1", "http://127.0.0.1" })
            Assert.Equal(403, await StatusAsync(client, HttpMethod.Post, "/api/operate", ("Origin", foreign)));

        using var logout = await SendAsync(client, HttpMethod.Post, "/api/auth/logout");
        Assert.Equal(204, (int)logout.StatusCode);
        Assert.Equal(401, await StatusAsync(client, HttpMethod.Get, "/api/auth/me"));
        Assert.Equal(401, await StatusAsync(client, HttpMethod.Get, "/api/auth/me", ("Cookie", cookie.Split(';')[0])));
    }

    [Fact]
    public async Task Nobody_can_be_signed_in_from_a_foreign_page()
    {
        using var client = _host.Client();
        Assert.Equal(403, await StatusAsync(client, HttpMethod.Post, "/api/auth/login", ("Origin", "http://evil.example")));
        Assert.Equal(403, await StatusAsync(client, HttpMethod.Post, "/open", ("Origin", "http://evil.example")));
        Assert.Equal(200, await StatusAsync(client, HttpMethod.Get, "/.well-known/jwks.json", ("Origin", "http://evil.example")));
    }

    [Fact]
    public async Task A_token_may_come_from_anywhere_but_not_over_a_websocket()
    {
        using var client = await _host.SignedInAsync();
        Assert.Equal(200, await StatusAsync(client, HttpMethod.Post, "/api/operate", ("Origin", "http://evil.example")));
        var token = client.DefaultRequestHeaders.Authorization!.Parameter;
        Assert.Equal(403, await UpgradeAsync("http://evil.example"));
        Assert.NotEqual(403, await UpgradeAsync($"http://{_host.Address.Authority}"));

        async Task<int> UpgradeAsync(string origin)
        {
            using var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            socket.Options.SetRequestHeader("Origin", origin);
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{_host.Address.Authority}/api/state"), Cancel));
            return (int)socket.HttpStatusCode;
        }
    }

    [Fact]
    public async Task Listed_origins_may_read_answers_and_ask_beforehand()
    {
        using var client = _host.Client();
        using var asked = await SendAsync(client, HttpMethod.Options, "/v1/models",
            ("Origin", "https://app.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization, x-stainless-os"));
        Assert.Equal(204, (int)asked.StatusCode);
        Assert.Equal("https://app.example", asked.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("authorization, x-stainless-os", string.Join(", ", asked.Headers.GetValues("Access-Control-Allow-Headers")));
        Assert.Equal(403, await StatusAsync(client, HttpMethod.Options, "/v1/models", ("Origin", "http://evil.example"), ("Access-Control-Request-Method", "POST")));

        using var denied = await SendAsync(client, HttpMethod.Get, "/v1/models", ("Origin", "https://app.example"));
        Assert.Equal(401, (int)denied.StatusCode);
        Assert.Equal("https://app.example", denied.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Origin", denied.Headers.Vary);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/nowhere")]
    [InlineData("/fault")]
    public async Task Every_answer_carries_the_safe_headers(string path)
    {
        using var client = _host.Client();
        using var answer = await client.GetAsync(path, Cancel);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_says_nothing_of_the_inside()
    {
        using var client = _host.Client();
        using var fault = await client.GetAsync("/fault", Cancel);
        Assert.Equal(500, (int)fault.StatusCode);
        Assert.DoesNotContain("secret", await fault.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var away = await client.GetAsync("/away", Cancel);
        Assert.Equal(503, (int)away.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), away.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_wrong_method_names_the_right_ones()
    {
        using var client = await _host.SignedInAsync();
        using var answer = await SendAsync(client, HttpMethod.Put, "/api/keys");
        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Contains("GET, POST", (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}

public sealed class AnonymousFunctionalTests : IAsyncLifetime
{
    private IdentityHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await IdentityHost.StartAsync(s => s with { Anonymous = [new AnonymousNetwork("127.0.0.0/8", "tools")] });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<int> KnockAsync(string path, params (string Name, string Value)[] headers)
    {
        using var client = _host.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, Cancel);
        return (int)answer.StatusCode;
    }

    [Fact]
    public async Task An_address_counts_as_the_key_on_the_model_endpoints_alone()
    {
        Assert.Equal(401, await KnockAsync("/v1/models"));
        using var admin = await _host.SignedInAsync();
        var (id, _) = await IdentityHost.MakeKeyAsync(admin, new { name = "tools", scopes = new[] { "models", "read" } });
        Assert.Equal(200, await KnockAsync("/v1/models"));
        Assert.Equal(200, await KnockAsync("/api/tags"));
        Assert.Equal(401, await KnockAsync("/api/state"));
        Assert.Equal(401, await KnockAsync("/api/auth/me"));
        using var gone = await admin.DeleteAsync($"/api/keys/{id}", Cancel);
        Assert.Equal(401, await KnockAsync("/v1/models"));
    }

    [Theory]
    [InlineData("Forwarded", "for=10.0.0.1")]
    [InlineData("X-Forwarded-For", "10.0.0.1")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("x-forwarded-anything", "1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 nginx")]
    public async Task A_request_through_a_proxy_is_never_anonymous(string name, string value)
    {
        using var admin = await _host.SignedInAsync();
        await IdentityHost.MakeKeyAsync(admin, new { name = "tools" });
        Assert.Equal(200, await KnockAsync("/v1/models"));
        Assert.Equal(401, await KnockAsync("/v1/models", (name, value)));
    }

    [Fact]
    public async Task A_wrong_key_does_not_fall_back_and_a_foreign_page_does_not_get_in()
    {
        using var admin = await _host.SignedInAsync();
        await IdentityHost.MakeKeyAsync(admin, new { name = "tools" });
        Assert.Equal(401, await KnockAsync("/v1/models", ("Authorization", "Bearer zk-wrong")));
        Assert.Equal(403, await KnockAsync("/v1/models", ("Origin", "http://evil.example")));
        Assert.Equal(200, await KnockAsync("/v1/models", ("Origin", $"http://{_host.Address.Authority}")));
    }

    [Fact]
    public async Task An_admins_key_goes_before_one_of_the_same_name()
    {
        using var member = await _host.SignedInAsAsync("member");
        await IdentityHost.MakeKeyAsync(member, new { name = "tools", scopes = new[] { "read" } });
        Assert.Equal(403, await KnockAsync("/v1/models"));
        using var admin = await _host.SignedInAsync();
        await IdentityHost.MakeKeyAsync(admin, new { name = "tools" });
        Assert.Equal(200, await KnockAsync("/v1/models"));
    }

    [Fact]
    public async Task Another_network_stays_out()
    {
        using var admin = await _host.SignedInAsync();
        await IdentityHost.MakeKeyAsync(admin, new { name = "tools" });
        _host.Settings.Swap(_host.Settings.Current with { Server = _host.Settings.Current.Server with { Anonymous = [new AnonymousNetwork("10.0.0.0/8", "tools")] } });
        Assert.Equal(401, await KnockAsync("/v1/models"));
    }
}
