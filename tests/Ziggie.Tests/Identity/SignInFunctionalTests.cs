using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Ziggie.Tests.Identity;

public sealed class SignInFunctionalTests : IAsyncLifetime
{
    private IdentityHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await IdentityHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<HttpResponseMessage> PostAsync(string path, object body, HttpClient? client = null) =>
        await (client ?? _host.Client()).PostAsJsonAsync(path, body, Cancel);

    private async Task<(int Status, JsonElement Body)> RefreshAsync(string token)
    {
        using var answer = await PostAsync("/api/auth/refresh", new { refresh_token = token });
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    private static string RefreshToken(JsonElement tokens) => tokens.GetProperty("refresh_token").GetString()!;

    private async Task<int> StatusAsync(string accessToken)
    {
        using var client = _host.Client(accessToken);
        using var answer = await client.GetAsync("/api/auth/me", Cancel);
        return (int)answer.StatusCode;
    }

    [Fact]
    public async Task Signing_in_gives_tokens_of_the_documented_shape()
    {
        var tokens = await _host.LoginAsync();
        Assert.Equal(["access_token", "token_type", "expires_in", "refresh_token"], tokens.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Bearer", tokens.GetProperty("token_type").GetString());
        Assert.Equal(900, tokens.GetProperty("expires_in").GetInt32());
        Assert.Equal(200, await StatusAsync(tokens.GetProperty("access_token").GetString()!));
    }

    [Fact]
    public async Task Me_tells_who_and_how()
    {
        using var client = await _host.SignedInAsync();
        var me = await client.GetFromJsonAsync<JsonElement>("/api/auth/me", Cancel);
        Assert.Equal("admin", me.GetProperty("username").GetString());
        Assert.Equal("admin", me.GetProperty("role").GetString());
        Assert.Equal("token", me.GetProperty("signedInBy").GetString());
        Assert.Equal(["models", "uploads", "knowledge", "read", "operate", "admin"], me.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answer()
    {
        using var wrong = await PostAsync("/api/auth/login", new { username = "admin", password = "wrong" });
        using var unknown = await PostAsync("/api/auth/login", new { username = "nobody", password = "wrong" });
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(await wrong.Content.ReadAsStringAsync(Cancel), await unknown.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("application/problem+json", wrong.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("{}", "username")]
    [InlineData("""{"username":"admin"}""", "password")]
    [InlineData("""{"username":"admin","password":"x","pasword":1}""", "pasword")]
    [InlineData("""{"username":7,"password":"x"}""", "username")]
    [InlineData("""{"username":""", "JSON")]
    [InlineData("null", "")]
    public async Task A_bad_body_is_told_with_its_field(string body, string named)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _host.Client().PostAsync("/api/auth/login", content, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(named, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ziggie.Identity", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_failures_lock_the_user_for_this_address_until_they_are_five_minutes_old()
    {
        for (var i = 0; i < 5; i++)
        {
            using var failure = await PostAsync("/api/auth/login", new { username = "admin", password = "wrong" });
            Assert.Equal(401, (int)failure.StatusCode);
            _host.Time.Advance(TimeSpan.FromSeconds(10));
        }
        using var locked = await PostAsync("/api/auth/login", new { username = "ADMIN", password = IdentityHost.AdminPassword });
        Assert.Equal(429, (int)locked.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(250), locked.Headers.RetryAfter?.Delta);
        using var other = await PostAsync("/api/auth/login", new { username = "other", password = "wrong" });
        Assert.Equal(401, (int)other.StatusCode);
        _host.Time.Advance(TimeSpan.FromSeconds(250));
        await _host.LoginAsync();
    }

    [Fact]
    public async Task Twenty_failures_lock_the_address_for_every_user()
    {
        for (var i = 0; i < 20; i++)
        {
            using var failure = await PostAsync("/api/auth/login", new { username = $"user{i}", password = "wrong" });
            Assert.Equal(401, (int)failure.StatusCode);
        }
        using var locked = await PostAsync("/api/auth/login", new { username = "admin", password = IdentityHost.AdminPassword });
        Assert.Equal(429, (int)locked.StatusCode);
    }

    [Fact]
    public async Task Attempts_at_once_do_not_outrun_the_count()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PostAsync("/api/auth/login", new { username = "admin", password = "wrong" })));
        Assert.Equal(5, answers.Count(a => (int)a.StatusCode == 401));
        Assert.Equal(7, answers.Count(a => (int)a.StatusCode == 429));
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Refreshing_rotates_and_both_tabs_get_the_same_successor()
    {
        var first = await _host.LoginAsync();
        var (_, second) = await RefreshAsync(RefreshToken(first));
        Assert.NotEqual(RefreshToken(first), RefreshToken(second));
        var (_, third) = await RefreshAsync(RefreshToken(second));
        _host.Time.Advance(TimeSpan.FromSeconds(20));
        var (status, again) = await RefreshAsync(RefreshToken(first));
        Assert.Equal(200, status);
        Assert.Equal(RefreshToken(second), RefreshToken(again));
        Assert.Equal(200, (await RefreshAsync(RefreshToken(third))).Status);
    }

    [Fact]
    public async Task A_refresh_token_used_again_later_ends_the_session()
    {
        var first = await _host.LoginAsync();
        var (_, second) = await RefreshAsync(RefreshToken(first));
        _host.Time.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(401, (await RefreshAsync(RefreshToken(first))).Status);
        Assert.Equal(401, (await RefreshAsync(RefreshToken(second))).Status);
        Assert.Equal(401, await StatusAsync(second.GetProperty("access_token").GetString()!));
    }

    [Fact]
    public async Task Sessions_end_for_good_after_thirty_days()
    {
        var tokens = await _host.LoginAsync();
        for (var day = 0; day < 30; day++)
        {
            _host.Time.Advance(TimeSpan.FromHours(day < 29 ? 24 : 23.9));
            (var status, tokens) = await RefreshAsync(RefreshToken(tokens));
            Assert.Equal(200, status);
        }
        _host.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(401, await StatusAsync(tokens.GetProperty("access_token").GetString()!));
        Assert.Equal(401, (await RefreshAsync(RefreshToken(tokens))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("zr-0123.0.AAAA")]
    [InlineData("zr-..")]
    public async Task A_foreign_refresh_token_is_refused(string token) => Assert.Contains((await RefreshAsync(token)).Status, new[] { 400, 401 });

    [Fact]
    public async Task A_refresh_token_with_a_changed_generation_is_refused()
    {
        var token = RefreshToken(await _host.LoginAsync());
        Assert.Equal(401, (await RefreshAsync(token.Replace(".0.", ".1.", StringComparison.Ordinal))).Status);
        Assert.Equal(200, (await RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_once_and_its_streams()
    {
        var tokens = await _host.LoginAsync();
        using var client = _host.Client(tokens.GetProperty("access_token").GetString());
        using var stream = await client.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var logout = await client.PostAsync("/api/auth/logout", null, Cancel);
        Assert.Equal(204, (int)logout.StatusCode);
        Assert.Equal("begun ended", await stream.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(401, await StatusAsync(tokens.GetProperty("access_token").GetString()!));
        Assert.Equal(401, (await RefreshAsync(RefreshToken(tokens))).Status);
    }

    [Fact]
    public async Task The_newest_sessions_come_first_page_by_page()
    {
        await using var host = await IdentityHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            (await host.SignedInAsync()).Dispose();
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }
        using var last = await host.SignedInAsync();
        var seen = new List<string>();
        for (var next = "/api/auth/sessions?limit=4"; next is not null;)
        {
            var page = await last.GetFromJsonAsync<JsonElement>(next, Cancel);
            var items = page.GetProperty("items").EnumerateArray().ToList();
            if (seen.Count == 0) Assert.True(items[0].GetProperty("current").GetBoolean());
            seen.AddRange(items.Select(s => s.GetProperty("id").GetString()!));
            next = page.TryGetProperty("next", out var cursor) && cursor.GetString() is { } more ? $"/api/auth/sessions?limit=4&cursor={more}" : null;
        }
        Assert.Equal(6, seen.Count);
        Assert.Equal(seen.OrderDescending(StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_by_their_owner_alone()
    {
        using var admin = await _host.SignedInAsync();
        using var member = await _host.SignedInAsAsync("member");
        var mine = await member.GetFromJsonAsync<JsonElement>("/api/auth/sessions", Cancel);
        var session = Assert.Single(mine.GetProperty("items").EnumerateArray());
        Assert.True(session.GetProperty("current").GetBoolean());
        Assert.Equal("127.0.0.1", session.GetProperty("address").GetString());
        var theirs = (await admin.GetFromJsonAsync<JsonElement>("/api/auth/sessions?limit=1", Cancel)).GetProperty("items")[0].GetProperty("id").GetString();

        using var foreign = await member.DeleteAsync($"/api/auth/sessions/{theirs}", Cancel);
        Assert.Equal(404, (int)foreign.StatusCode);
        using var own = await member.DeleteAsync($"/api/auth/sessions/{session.GetProperty("id").GetString()}", Cancel);
        Assert.Equal(204, (int)own.StatusCode);
        using var after = await member.GetAsync("/api/auth/me", Cancel);
        Assert.Equal(401, (int)after.StatusCode);
    }

    [Fact]
    public async Task Changing_the_password_keeps_this_session_and_ends_the_others()
    {
        using var here = await _host.SignedInAsync();
        using var elsewhere = await _host.SignedInAsync();
        using var wrong = await PostAsync("/api/auth/password", new { current = "wrong", @new = "another-horse-9" }, here);
        Assert.Equal(400, (int)wrong.StatusCode);
        using var weak = await PostAsync("/api/auth/password", new { current = IdentityHost.AdminPassword, @new = "short" }, here);
        Assert.Equal(400, (int)weak.StatusCode);
        using var changed = await PostAsync("/api/auth/password", new { current = IdentityHost.AdminPassword, @new = "another-horse-9" }, here);
        Assert.Equal(204, (int)changed.StatusCode);
        using var still = await here.GetAsync("/api/auth/me", Cancel);
        Assert.Equal(200, (int)still.StatusCode);
        using var gone = await elsewhere.GetAsync("/api/auth/me", Cancel);
        Assert.Equal(401, (int)gone.StatusCode);
        await _host.LoginAsync("admin", "another-horse-9");
    }
}
