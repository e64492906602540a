using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Identity;

namespace Ziggie.Tests.Identity;

public sealed class KeyFunctionalTests : IAsyncLifetime
{
    private IdentityHost _host = null!;
    private HttpClient _admin = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await IdentityHost.StartAsync();
        _admin = await _host.SignedInAsync();
    }

    public ValueTask DisposeAsync()
    {
        _admin.Dispose();
        return _host.DisposeAsync();
    }

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        return (int)answer.StatusCode;
    }

    private Task<int> KnockAsync(string key) => StatusAsync(_host.Client(key).GetAsync("/v1/models", Cancel));

    [Fact]
    public async Task A_new_key_is_shown_once_and_nothing_of_it_is_kept_in_clear()
    {
        using var answer = await _admin.PostAsJsonAsync("/api/keys", new { name = "tools", requestsPerMinute = 5, monthlyTokens = 5_000_000_000, models = new[] { "a", "b" } }, Cancel);
        Assert.Equal(201, (int)answer.StatusCode);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var key = made.GetProperty("key").GetString()!;
        Assert.StartsWith("zk-", key, StringComparison.Ordinal);
        Assert.Equal(46, key.Length);
        Assert.Equal(["models", "uploads", "knowledge"], made.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()));

        var listed = (await _admin.GetFromJsonAsync<JsonElement>("/api/keys", Cancel)).GetProperty("items")[0];
        Assert.False(listed.TryGetProperty("key", out _));
        Assert.Equal(key[..8], listed.GetProperty("prefix").GetString());
        Assert.Equal(5_000_000_000, listed.GetProperty("monthlyTokens").GetInt64());
        Assert.Equal(["a", "b"], listed.GetProperty("models").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(200, await KnockAsync(key));
        foreach (var file in Directory.GetFiles(_host.Folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(key, await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_deleted_key_is_refused_at_once_and_its_stream_ends()
    {
        var (id, key) = await IdentityHost.MakeKeyAsync(_admin, new { name = "gone" });
        using var client = _host.Client(key);
        using var stream = await client.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(204, await StatusAsync(_admin.DeleteAsync($"/api/keys/{id}", Cancel)));
        Assert.Equal("begun ended", await stream.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(401, await KnockAsync(key));
        Assert.Equal(404, await StatusAsync(_admin.DeleteAsync($"/api/keys/{id}", Cancel)));
    }

    [Fact]
    public async Task Changes_count_at_once_and_null_takes_a_limit_away()
    {
        var (id, key) = await IdentityHost.MakeKeyAsync(_admin, new { name = "k", requestsPerMinute = 5, tokensPerMinute = 7 });
        Assert.Equal(200, await KnockAsync(key));
        using var patched = await _admin.PatchAsJsonAsync($"/api/keys/{id}", new { name = "other", requestsPerMinute = (int?)null, scopes = new[] { "read" } }, Cancel);
        var item = await patched.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal("other", item.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, item.GetProperty("requestsPerMinute").ValueKind);
        Assert.Equal(7, item.GetProperty("tokensPerMinute").GetInt32());
        Assert.Equal(403, await KnockAsync(key));
    }

    [Fact]
    public async Task A_raised_limit_leaves_a_running_stream_alone_but_deleting_ends_it()
    {
        var (id, key) = await IdentityHost.MakeKeyAsync(_admin, new { name = "k", requestsPerMinute = 5 });
        using var client = _host.Client(key);
        using var stream = await client.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, Cancel);
        var caller = _host.Services.GetRequiredService<IdentityMemory>().Key(id)!.CallerAs(CallerKind.Key, _host.Services.GetRequiredService<IdentityMemory>())!;
        Assert.Equal(200, await StatusAsync(_admin.PatchAsJsonAsync($"/api/keys/{id}", new { requestsPerMinute = 50 }, Cancel)));
        Assert.False(caller.Revoked.IsCancellationRequested);
        Assert.Equal(204, await StatusAsync(_admin.DeleteAsync($"/api/keys/{id}", Cancel)));
        Assert.Equal("begun ended", await stream.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task An_expired_key_is_refused()
    {
        var (_, key) = await IdentityHost.MakeKeyAsync(_admin, new { name = "k", expiresAt = _host.Time.GetUtcNow().AddHours(1) });
        Assert.Equal(200, await KnockAsync(key));
        _host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(401, await KnockAsync(key));
    }

    [Fact]
    public async Task The_last_use_is_kept_in_batches()
    {
        var (id, key) = await IdentityHost.MakeKeyAsync(_admin, new { name = "k" });
        Assert.Equal(200, await KnockAsync(key));
        var used = _host.Time.GetUtcNow();
        await _host.Services.GetRequiredService<UseTracker>().FlushAsync(Cancel);
        var stored = await _host.Services.GetRequiredService<Ziggie.Storage.IDatabase>().ReadAsync((c, token) => KeyStore.FindAsync(c, id, token), Cancel);
        Assert.Equal(used.ToUnixTimeMilliseconds(), stored!.LastUsedAt);
    }

    [Theory]
    [InlineData("""{}""", 400, "name")]
    [InlineData("""{"name":"k","scopes":["everything"]}""", 400, "scopes")]
    [InlineData("""{"name":"k","scopes":[]}""", 400, "scopes")]
    [InlineData("""{"name":"k","requestsPerMinute":0}""", 400, "requestsPerMinute")]
    [InlineData("""{"name":"k","requestsPerMinute":-3,"maxConcurrency":0}""", 400, "maxConcurrency")]
    [InlineData("""{"name":"k","models":[""]}""", 400, "models")]
    [InlineData("""{"name":"k","expiresAt":"2020-01-01T00:00:00Z"}""", 400, "expiresAt")]
    [InlineData("""{"name":"k","expiresAt":"tomorrow"}""", 400, "expiresAt")]
    [InlineData("""{"name":"k","monthlyTokens":1e99}""", 400, "monthlyTokens")]
    [InlineData("""{"name":"k","scope":["models"]}""", 400, "scope")]
    public async Task A_bad_key_is_refused_with_its_field(string body, int status, string named)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _admin.PostAsync("/api/keys", content, Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(named, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_the_scope_admin_makes_and_deletes_none()
    {
        var (id, key) = await IdentityHost.MakeKeyAsync(_admin, new { name = "k", scopes = new[] { "models", "read" } });
        using var client = _host.Client(key);
        Assert.Equal(403, await StatusAsync(client.PostAsJsonAsync("/api/keys", new { name = "more" }, Cancel)));
        Assert.Equal(403, await StatusAsync(client.DeleteAsync($"/api/keys/{id}", Cancel)));
        Assert.Equal(403, await StatusAsync(client.PostAsJsonAsync("/api/auth/password", new { current = IdentityHost.AdminPassword, @new = "another-horse-9" }, Cancel)));
        Assert.Equal(200, await StatusAsync(client.GetAsync("/api/keys", Cancel)));
        var (_, blind) = await IdentityHost.MakeKeyAsync(_admin, new { name = "b" });
        Assert.Equal(403, await StatusAsync(_host.Client(blind).GetAsync("/api/keys", Cancel)));
    }

    [Fact]
    public async Task Members_see_and_change_only_their_own()
    {
        using var member = await _host.SignedInAsAsync("member");
        var (theirs, _) = await IdentityHost.MakeKeyAsync(_admin, new { name = "admins" });
        var (mine, _) = await IdentityHost.MakeKeyAsync(member, new { name = "members" });
        var listed = await member.GetFromJsonAsync<JsonElement>("/api/keys", Cancel);
        Assert.Equal(mine, Assert.Single(listed.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(404, await StatusAsync(member.DeleteAsync($"/api/keys/{theirs}", Cancel)));
        Assert.Equal(404, await StatusAsync(member.PatchAsJsonAsync($"/api/keys/{theirs}", new { name = "x" }, Cancel)));
        Assert.Equal(2, (await _admin.GetFromJsonAsync<JsonElement>("/api/keys", Cancel)).GetProperty("items").GetArrayLength());
        Assert.Equal(204, await StatusAsync(_admin.DeleteAsync($"/api/keys/{mine}", Cancel)));
    }

    [Fact]
    public async Task A_viewer_is_told_which_scope_a_key_may_have()
    {
        using var viewer = await _host.SignedInAsAsync("viewer");
        using var answer = await viewer.PostAsJsonAsync("/api/keys", new { name = "k" }, Cancel);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("'read'", await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel) is var p ? p.GetProperty("detail").GetString()! : "", StringComparison.Ordinal);
        await IdentityHost.MakeKeyAsync(viewer, new { name = "k", scopes = new[] { "read" } });
    }

    [Fact]
    public async Task The_x_api_key_header_counts_on_v1_alone()
    {
        var (_, key) = await IdentityHost.MakeKeyAsync(_admin, new { name = "k" });
        using var client = _host.Client();
        client.DefaultRequestHeaders.Add("x-api-key", key);
        Assert.Equal(200, await StatusAsync(client.GetAsync("/v1/models", Cancel)));
        Assert.Equal(200, await StatusAsync(client.PostAsync("/v1/messages", null, Cancel)));
        Assert.Equal(401, await StatusAsync(client.GetAsync("/api/tags", Cancel)));
        Assert.Equal(401, await StatusAsync(client.GetAsync("/api/keys", Cancel)));
    }

    [Theory]
    [InlineData("zk-unknown")]
    [InlineData("zk-")]
    [InlineData("Zk-x")]
    [InlineData("")]
    public async Task An_unknown_key_is_refused(string key)
    {
        using var client = _host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        Assert.Equal(401, await StatusAsync(client.GetAsync("/v1/models", Cancel)));
    }

    [Fact]
    public async Task The_command_lines_key_is_admin_from_this_machine_and_never_through_a_proxy()
    {
        var path = Path.Combine(_host.Folder, "cli.key");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        using var client = _host.Client((await File.ReadAllTextAsync(path, Cancel)).Trim());
        Assert.Equal(200, await StatusAsync(client.GetAsync("/api/users", Cancel)));
        await IdentityHost.MakeKeyAsync(client, new { name = "from the command line" });
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.0.0.1");
        Assert.Equal(401, await StatusAsync(client.GetAsync("/api/users", Cancel)));
    }
}
