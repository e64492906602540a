using System.Net.Http.Json;
using System.Text.Json;

namespace Ziggie.Tests.Identity;

/// <summary>Every endpoint as everybody.</summary>
public sealed class RightsFunctionalTests : IAsyncLifetime
{
    private IdentityHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await IdentityHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string, string, int, int, int, int, int> Doors => new()
    {
        // method, path, then without a token, as viewer, member, operator, admin
        { "GET", "/health", 200, 200, 200, 200, 200 },
        { "GET", "/.well-known/jwks.json", 200, 200, 200, 200, 200 },
        { "GET", "/.well-known/openid-configuration", 200, 200, 200, 200, 200 },
        { "POST", "/api/auth/login", 400, 400, 400, 400, 400 },
        { "POST", "/api/auth/refresh", 400, 400, 400, 400, 400 },
        { "GET", "/api/auth/me", 401, 200, 200, 200, 200 },
        { "GET", "/api/auth/sessions", 401, 200, 200, 200, 200 },
        { "DELETE", "/api/auth/sessions/none", 401, 404, 404, 404, 404 },
        { "POST", "/api/auth/password", 401, 400, 400, 400, 400 },
        { "GET", "/api/keys", 401, 200, 200, 200, 200 },
        { "POST", "/api/keys", 401, 400, 400, 400, 400 },
        { "PATCH", "/api/keys/none", 401, 404, 404, 404, 404 },
        { "DELETE", "/api/keys/none", 401, 404, 404, 404, 404 },
        { "GET", "/api/users", 401, 403, 403, 403, 200 },
        { "POST", "/api/users", 401, 403, 403, 403, 400 },
        { "PATCH", "/api/users/none", 401, 403, 403, 403, 404 },
        { "DELETE", "/api/users/none", 401, 403, 403, 403, 404 },
        { "GET", "/api/audit", 401, 403, 403, 403, 200 },
        { "GET", "/api/state", 401, 200, 200, 200, 200 },
        { "GET", "/v1/models", 401, 403, 200, 200, 200 },
        { "GET", "/api/tags", 401, 403, 200, 200, 200 },
        { "POST", "/api/operate", 401, 403, 403, 200, 200 },
        { "GET", "/forgotten", 401, 403, 403, 403, 403 },
        { "GET", "/nowhere", 401, 404, 404, 404, 404 },
        { "PUT", "/api/keys", 401, 405, 405, 405, 405 },
        { "POST", "/api/auth/logout", 401, 204, 204, 204, 204 },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Doors_open_for_those_who_may(string method, string path, int nobody, int viewer, int member, int @operator, int admin)
    {
        using var open = _host.Client();
        await KnockAsync(open, nobody);
        foreach (var (role, expected) in new[] { ("viewer", viewer), ("member", member), ("operator", @operator) })
        {
            using var client = await _host.SignedInAsAsync(role);
            await KnockAsync(client, expected);
        }
        using var boss = await _host.SignedInAsync();
        await KnockAsync(boss, admin);

        async Task KnockAsync(HttpClient client, int expected)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (method is "POST" or "PATCH") request.Content = JsonContent.Create(new { });
            using var answer = await client.SendAsync(request, Cancel);
            Assert.Equal(expected, (int)answer.StatusCode);
            var dialect = path is "/v1/models" or "/api/tags";
            if (expected >= 400) Assert.Equal(dialect ? "application/json" : "application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            if (expected == 401) Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    [Theory]
    [InlineData("models", 200, 403, 403, 403)]
    [InlineData("read", 403, 200, 403, 403)]
    [InlineData("operate", 403, 200, 200, 403)]
    [InlineData("admin", 403, 200, 200, 200)]
    [InlineData("uploads", 403, 403, 403, 403)]
    public async Task A_key_opens_what_its_scopes_say(string scope, int models, int read, int operate, int admin)
    {
        using var boss = await _host.SignedInAsync();
        var (_, key) = await IdentityHost.MakeKeyAsync(boss, new { name = "k", scopes = new[] { scope } });
        using var client = _host.Client(key);
        Assert.Equal(models, await StatusAsync(client.GetAsync("/v1/models", Cancel)));
        Assert.Equal(read, await StatusAsync(client.GetAsync("/api/state", Cancel)));
        Assert.Equal(operate, await StatusAsync(client.PostAsync("/api/operate", null, Cancel)));
        Assert.Equal(admin, await StatusAsync(client.GetAsync("/api/audit", Cancel)));
    }

    [Fact]
    public async Task A_key_is_never_more_than_its_owner_also_later()
    {
        using var boss = await _host.SignedInAsync();
        using var member = await _host.SignedInAsAsync("member");
        Assert.Equal(403, await StatusAsync(member.PostAsJsonAsync("/api/keys", new { name = "k", scopes = new[] { "operate" } }, Cancel)));
        var (_, key) = await IdentityHost.MakeKeyAsync(member, new { name = "k" });
        using var client = _host.Client(key);
        Assert.Equal(200, await StatusAsync(client.GetAsync("/v1/models", Cancel)));
        await PatchAsync(boss, "member", new { role = "viewer" });
        Assert.Equal(403, await StatusAsync(client.GetAsync("/v1/models", Cancel)));
        Assert.Equal(403, await StatusAsync(member.GetAsync("/v1/models", Cancel)));
        await PatchAsync(boss, "member", new { disabled = true });
        Assert.Equal(401, await StatusAsync(client.GetAsync("/v1/models", Cancel)));
        Assert.Equal(401, await StatusAsync(member.GetAsync("/api/auth/me", Cancel)));
    }

    [Fact]
    public async Task A_changed_role_and_a_removed_user_end_open_streams()
    {
        using var boss = await _host.SignedInAsync();
        using var member = await _host.SignedInAsAsync("member");
        using var first = await member.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, Cancel);
        await PatchAsync(boss, "member", new { role = "operator" });
        Assert.Equal("begun ended", await first.Content.ReadAsStringAsync(Cancel));
        using var second = await member.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(204, await StatusAsync(boss.DeleteAsync($"/api/users/{await IdOfAsync(boss, "member")}", Cancel)));
        Assert.Equal("begun ended", await second.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(401, await StatusAsync(member.GetAsync("/api/auth/me", Cancel)));
    }

    [Fact]
    public async Task The_last_admin_stays()
    {
        using var boss = await _host.SignedInAsync();
        var id = await IdOfAsync(boss, "admin");
        Assert.Equal(409, await StatusAsync(boss.DeleteAsync($"/api/users/{id}", Cancel)));
        Assert.Equal(409, await StatusAsync(boss.PatchAsJsonAsync($"/api/users/{id}", new { role = "member" }, Cancel)));
        Assert.Equal(409, await StatusAsync(boss.PatchAsJsonAsync($"/api/users/{id}", new { disabled = true }, Cancel)));
        Assert.Equal(201, await StatusAsync(boss.PostAsJsonAsync("/api/users", new { username = "second", password = "a-password-77", role = "admin" }, Cancel)));
        Assert.Equal(200, await StatusAsync(boss.PatchAsJsonAsync($"/api/users/{id}", new { role = "member" }, Cancel)));
        Assert.Equal(403, await StatusAsync(boss.GetAsync("/api/users", Cancel)));
    }

    [Theory]
    [InlineData("""{"username":"","password":"a-password-77"}""", 400, "username")]
    [InlineData("""{"username":"a b","password":"a-password-77"}""", 400, "username")]
    [InlineData("""{"username":"x","password":"short"}""", 400, "password")]
    [InlineData("""{"username":"x","password":"a-password-77","role":"king"}""", 400, "role")]
    [InlineData("""{"username":"Admin","password":"a-password-77"}""", 409, "name_taken")]
    [InlineData("""{"username":"x","password":"a-password-77","rule":"admin"}""", 400, "rule")]
    public async Task A_bad_user_is_refused_with_the_reason(string body, int status, string named)
    {
        using var boss = await _host.SignedInAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await boss.PostAsync("/api/users", content, Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(named, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_are_listed_page_by_page()
    {
        using var boss = await _host.SignedInAsync();
        for (var i = 0; i < 4; i++) Assert.Equal(201, await StatusAsync(boss.PostAsJsonAsync("/api/users", new { username = $"user{i}", password = "a-password-77" }, Cancel)));
        var names = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await boss.GetFromJsonAsync<JsonElement>($"/api/users?limit=2&cursor={cursor}", Cancel);
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(u => u.GetProperty("username").GetString()));
            cursor = page.GetProperty("next").GetString();
        } while (cursor is not null);
        Assert.Equal(["admin", "user0", "user1", "user2", "user3"], names.Order());
    }

    [Fact]
    public async Task A_password_set_by_an_admin_ends_the_users_sessions()
    {
        using var boss = await _host.SignedInAsync();
        using var member = await _host.SignedInAsAsync("member");
        await PatchAsync(boss, "member", new { password = "another-password-77" });
        Assert.Equal(401, await StatusAsync(member.GetAsync("/api/auth/me", Cancel)));
        using var again = await _host.SignedInAsync("member", "another-password-77");
        Assert.Equal(200, await StatusAsync(again.GetAsync("/api/auth/me", Cancel)));
    }

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        return (int)answer.StatusCode;
    }

    private static async Task<string> IdOfAsync(HttpClient boss, string name)
    {
        var users = await boss.GetFromJsonAsync<JsonElement>("/api/users", Cancel);
        return users.GetProperty("items").EnumerateArray().Single(u => u.GetProperty("username").GetString() == name).GetProperty("id").GetString()!;
    }

    private static async Task PatchAsync(HttpClient boss, string name, object change) =>
        Assert.Equal(200, await StatusAsync(boss.PatchAsJsonAsync($"/api/users/{await IdOfAsync(boss, name)}", change, Cancel)));
}
