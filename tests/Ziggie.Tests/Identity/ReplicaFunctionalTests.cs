using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Storage;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Identity;

/// <summary>Two control centers on one PostgreSQL.</summary>
public sealed class ReplicaFunctionalTests : IAsyncLifetime
{
    private const string MasterKey = "a master key of thirty-two letters or more";

    private readonly ManualTime _time = new();
    private PostgresCluster _cluster = null!;
    private string _connectionString = "";
    private IdentityHost _one = null!;
    private IdentityHost _two = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PostgresCluster.StartAsync();
        _connectionString = await _cluster.NewDatabaseAsync();
        _one = await StartAsync(MasterKey);
        _two = await StartAsync(MasterKey);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private Task<IdentityHost> StartAsync(string? masterKey) => IdentityHost.StartAsync(
        database: new PostgresDatabase(_connectionString, TimeProvider.System, NullLogger<PostgresDatabase>.Instance), time: _time, masterKey: masterKey);

    private static async Task<int> KnockAsync(IdentityHost host, string bearer, string path = "/v1/models")
    {
        using var client = host.Client(bearer);
        using var answer = await client.GetAsync(path, Cancel);
        return (int)answer.StatusCode;
    }

    [Fact(Timeout = 120_000)]
    public async Task The_admin_is_made_once()
    {
        Assert.Equal("admin", _one.Bootstrap.AdminName);
        Assert.Null(_two.Bootstrap.AdminName);
        await _two.LoginAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_session_begun_here_is_good_there_at_once_and_ended_here_ends_there()
    {
        var tokens = await _one.LoginAsync();
        var access = tokens.GetProperty("access_token").GetString()!;
        Assert.Equal(200, await KnockAsync(_two, access, "/api/auth/me"));
        using var refresh = await _two.Client().PostAsJsonAsync("/api/auth/refresh", new { refresh_token = tokens.GetProperty("refresh_token").GetString() }, Cancel);
        Assert.Equal(200, (int)refresh.StatusCode);
        using var stream = await _two.Client(access).GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var logout = await _one.Client(access).PostAsync("/api/auth/logout", null, Cancel);
        Assert.Equal("begun ended", await stream.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(401, await KnockAsync(_two, access, "/api/auth/me"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_key_made_and_deleted_here_comes_and_goes_there()
    {
        using var admin = await _one.SignedInAsync();
        var (id, key) = await IdentityHost.MakeKeyAsync(admin, new { name = "k" });
        await Eventually.TrueAsync(async () => await KnockAsync(_two, key) == 200);
        using var gone = await admin.DeleteAsync($"/api/keys/{id}", Cancel);
        await Eventually.TrueAsync(async () => await KnockAsync(_two, key) == 401);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_restart_of_the_database_costs_nobody_the_way_in_and_no_news()
    {
        using var admin = await _one.SignedInAsync();
        var (_, key) = await IdentityHost.MakeKeyAsync(admin, new { name = "k" });
        await Eventually.TrueAsync(async () => await KnockAsync(_two, key) == 200);
        await _cluster.StopServerAsync();
        for (var i = 0; i < 20; i++) Assert.Equal(200, await KnockAsync(i % 2 == 0 ? _one : _two, key));
        var making = IdentityHost.MakeKeyAsync(admin, new { name = "during" });
        await _cluster.StartServerAsync();
        var (_, during) = await making;
        Assert.Equal(200, await KnockAsync(_one, during));
        await Eventually.TrueAsync(async () => await KnockAsync(_two, during) == 200);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_replica_with_another_master_key_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(() => StartAsync("another master key of thirty-two letters or more"));
        Assert.Contains("ZIGGIE_MASTER_KEY", refusal.Message, StringComparison.Ordinal);
    }
}
