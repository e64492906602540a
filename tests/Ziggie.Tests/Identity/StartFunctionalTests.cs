using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Identity;
using Ziggie.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Identity;

public sealed class StartFunctionalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-start-").FullName;
    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<IdentityHost> StartAsync(string? adminPassword = IdentityHost.AdminPassword) =>
        IdentityHost.StartAsync(folder: _folder, time: _time, adminPassword: adminPassword);

    [Fact]
    public async Task The_first_start_makes_an_admin_with_a_one_time_password_and_tells_it_once()
    {
        await using (var first = await StartAsync(adminPassword: null))
        {
            Assert.Equal("admin", first.Bootstrap.AdminName);
            await first.LoginAsync("admin", first.Bootstrap.OneTimePassword!);
        }
        await using var second = await StartAsync(adminPassword: null);
        Assert.Equal(new IdentityBootstrap(null, null), second.Bootstrap);
    }

    [Fact]
    public async Task A_given_password_is_not_told_and_counts_on_the_first_start_alone()
    {
        await using (var first = await StartAsync())
        {
            Assert.Equal(new IdentityBootstrap("admin", null), first.Bootstrap);
            await first.LoginAsync();
        }
        await using var second = await StartAsync("something-else-9");
        await second.LoginAsync();
        using var answer = await second.Client().PostAsJsonAsync("/api/auth/login", new { username = "admin", password = "something-else-9" }, Cancel);
        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_given_password_that_is_too_short_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(() => StartAsync("short"));
        Assert.Contains("ZIGGIE_ADMIN_PASSWORD", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_sessions_and_audit_outlive_a_restart()
    {
        string key, access, refresh;
        await using (var first = await StartAsync())
        {
            var tokens = await first.LoginAsync();
            (access, refresh) = (tokens.GetProperty("access_token").GetString()!, tokens.GetProperty("refresh_token").GetString()!);
            using var admin = first.Client(access);
            (_, key) = await IdentityHost.MakeKeyAsync(admin, new { name = "k", models = new[] { "m" }, monthlyTokens = 5 });
        }
        await using var second = await StartAsync();
        using var withKey = second.Client(key);
        using var models = await withKey.GetAsync("/v1/models", Cancel);
        Assert.Equal("k", await models.Content.ReadAsStringAsync(Cancel));
        var memory = second.Services.GetRequiredService<IdentityMemory>();
        var caller = memory.Key(SecretHash.Of(key))!.CallerAs(CallerKind.Key, memory)!;
        Assert.Equal(["m"], caller.Limits.Models!);
        Assert.Equal(5, caller.Limits.MonthlyTokens);
        using var refreshed = await second.Client().PostAsJsonAsync("/api/auth/refresh", new { refresh_token = refresh }, Cancel);
        Assert.Equal(200, (int)refreshed.StatusCode);
        using var again = second.Client(access);
        var audit = await again.GetFromJsonAsync<JsonElement>("/api/audit?action=key.create", Cancel);
        Assert.Equal("k", Assert.Single(audit.GetProperty("items").EnumerateArray()).GetProperty("target").GetString());
    }

    [Fact]
    public async Task A_lost_master_key_only_ends_the_sessions()
    {
        string refresh;
        await using (var first = await StartAsync()) refresh = (await first.LoginAsync()).GetProperty("refresh_token").GetString()!;
        File.Delete(Path.Combine(_folder, "master.key"));
        await using var second = await StartAsync();
        using var answer = await second.Client().PostAsJsonAsync("/api/auth/refresh", new { refresh_token = refresh }, Cancel);
        Assert.Equal(401, (int)answer.StatusCode);
        using var client = await second.SignedInAsync();
        using var me = await client.GetAsync("/api/auth/me", Cancel);
        Assert.Equal(200, (int)me.StatusCode);
    }

    [Fact]
    public async Task The_master_key_and_the_command_lines_key_are_the_owners_alone()
    {
        await using var host = await StartAsync();
        foreach (var file in new[] { "master.key", "cli.key", "ziggie.db" })
        {
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, file)));
        }
    }
}
