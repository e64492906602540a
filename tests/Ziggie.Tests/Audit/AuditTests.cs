using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Audit;
using Ziggie.Tests.Identity;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Audit;

public abstract class AuditStoreTests(TestDatabase database)
{
    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task RecordAsync(params AuditEntry[] entries)
    {
        // Ending it writes what waits.
        await using var log = new AuditLog(database.Database, _time, NullLogger<AuditLog>.Instance);
        log.Start();
        foreach (var entry in entries)
        {
            log.Record(entry);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private Task<List<StoredAudit>> PageAsync(AuditFilter filter, string? before = null, int limit = 100) =>
        database.Database.ReadAsync((c, token) => AuditStore.PageAsync(c, filter, before, limit, token), Cancel);

    [Fact]
    public async Task Entries_come_back_newest_first_as_they_were()
    {
        var actor = Guid.NewGuid().ToString("N");
        var first = new AuditEntry(actor, "key.create", "k", "127.0.0.1", "ok", "models") { ActorId = "id" };
        var second = new AuditEntry(actor, "auth.login", null, null, "failed");
        await RecordAsync(first, second);
        var found = await PageAsync(new AuditFilter(actor, null, null, null));
        Assert.Equal([second, first], found.Select(f => f.Entry));
        Assert.Equal(first, Assert.Single(await PageAsync(new AuditFilter(actor, null, null, null), found[0].Id, 1)).Entry);
    }

    [Fact]
    public async Task Filters_narrow_by_action_and_its_parts_and_by_time()
    {
        var actor = Guid.NewGuid().ToString("N");
        await RecordAsync(
            new AuditEntry(actor, "key.create", null, null, "ok"), new AuditEntry(actor, "keys", null, null, "ok"), new AuditEntry(actor, "key_x", null, null, "ok"));
        Assert.Equal("key.create", Assert.Single(await PageAsync(new AuditFilter(actor, "key", null, null))).Entry.Action);
        Assert.Equal("keys", Assert.Single(await PageAsync(new AuditFilter(actor, "keys", null, null))).Entry.Action);
        var all = await PageAsync(new AuditFilter(actor, null, null, null));
        Assert.Equal(2, (await PageAsync(new AuditFilter(actor, null, all[1].At, null))).Count);
        Assert.Single(await PageAsync(new AuditFilter(actor, null, null, all[1].At)));
    }

    [Fact]
    public async Task A_filter_narrows_by_outcome()
    {
        var actor = Guid.NewGuid().ToString("N");
        await RecordAsync(new AuditEntry(actor, "a", null, null, "ok"), new AuditEntry(actor, "b", null, null, "denied"), new AuditEntry(actor, "c", null, null, "failed"));
        Assert.Equal("b", Assert.Single(await PageAsync(new AuditFilter(actor, null, null, null, "denied"))).Entry.Action);
        Assert.Equal("c", Assert.Single(await PageAsync(new AuditFilter(actor, null, null, null, "failed"))).Entry.Action);
        Assert.Equal(3, (await PageAsync(new AuditFilter(actor, null, null, null))).Count);
    }

    [Fact]
    public async Task Long_texts_are_cut_and_old_entries_go_after_a_year()
    {
        var actor = Guid.NewGuid().ToString("N");
        await RecordAsync(new AuditEntry(actor, "a", new string('x', 10_000), null, "ok"));
        Assert.Equal(500, Assert.Single(await PageAsync(new AuditFilter(actor, null, null, null))).Entry.Target!.Length);
        _time.Advance(TimeSpan.FromDays(366));
        await RecordAsync(new AuditEntry(actor, "b", null, null, "ok"));
        Assert.Equal("b", Assert.Single(await PageAsync(new AuditFilter(actor, null, null, null))).Entry.Action);
    }
}

public sealed class SqliteAuditStoreTests(SqliteTestDatabase database) : AuditStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresAuditStoreTests(PostgresTestDatabase database) : AuditStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class AuditFunctionalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_act_is_recorded_with_who_what_where_and_how_it_ended()
    {
        await using var host = await IdentityHost.StartAsync();
        using (var wrong = await host.Client().PostAsJsonAsync("/api/auth/login", new { username = "eve", password = "wrong" }, Cancel)) Assert.Equal(401, (int)wrong.StatusCode);
        using var admin = await host.SignedInAsync();
        using var viewer = await host.SignedInAsAsync("viewer");
        using (var denied = await viewer.GetAsync("/api/users", Cancel)) Assert.Equal(403, (int)denied.StatusCode);
        var (id, key) = await IdentityHost.MakeKeyAsync(admin, new { name = "k", scopes = new[] { "admin" } });
        using (var byKey = await host.Client(key).DeleteAsync($"/api/keys/{id}", Cancel)) Assert.Equal(204, (int)byKey.StatusCode);
        using (var logout = await viewer.PostAsync("/api/auth/logout", null, Cancel)) Assert.Equal(204, (int)logout.StatusCode);

        var expected = new[]
        {
            "- user.create admin ok", "eve auth.login  failed", "admin auth.login  ok", "admin user.create viewer ok", "viewer auth.login  ok",
            "viewer access.denied GET /api/users denied", "admin key.create k ok", "admin (key k) key.delete k ok", "viewer auth.logout SESSION ok",
        };
        var seen = new List<string>();
        await Eventually.TrueAsync(async () =>
        {
            var page = await admin.GetFromJsonAsync<JsonElement>("/api/audit", Cancel);
            seen = [.. page.GetProperty("items").EnumerateArray().Select(Describe)];
            return seen.Count >= expected.Length + 1;
        });
        foreach (var line in expected) Assert.Contains(line, seen);

        static string Describe(JsonElement e)
        {
            var target = e.GetProperty("action").GetString() == "auth.logout" ? "SESSION" : e.GetProperty("target").GetString();
            return $"{e.GetProperty("actor").GetString()} {e.GetProperty("action").GetString()} {target} {e.GetProperty("outcome").GetString()}";
        }
    }

    [Fact]
    public async Task The_list_is_narrowed_by_outcome_and_knows_no_other()
    {
        await using var host = await IdentityHost.StartAsync();
        using var admin = await host.SignedInAsync();
        using (var wrong = await host.Client().PostAsJsonAsync("/api/auth/login", new { username = "eve", password = "wrong" }, Cancel)) Assert.Equal(401, (int)wrong.StatusCode);
        await Eventually.TrueAsync(async () =>
        {
            var page = await admin.GetFromJsonAsync<JsonElement>("/api/audit?outcome=failed", Cancel);
            var outcomes = page.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("outcome").GetString()).ToList();
            Assert.All(outcomes, o => Assert.Equal("failed", o));
            return outcomes.Count == 1;
        });
        using var other = await admin.GetAsync("/api/audit?outcome=fine", Cancel);
        Assert.Equal(400, (int)other.StatusCode);
        Assert.Contains("denied", await other.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_pages_and_keeps_its_filter()
    {
        await using var host = await IdentityHost.StartAsync();
        using var admin = await host.SignedInAsync();
        for (var i = 0; i < 5; i++) await IdentityHost.MakeKeyAsync(admin, new { name = $"k{i}" });
        var names = new List<string?>();
        await Eventually.TrueAsync(async () =>
        {
            names.Clear();
            string? cursor = null;
            do
            {
                var page = await admin.GetFromJsonAsync<JsonElement>($"/api/audit?limit=2&action=key&actor=admin&cursor={cursor}", Cancel);
                names.AddRange(page.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("target").GetString()));
                cursor = page.GetProperty("next").GetString();
            } while (cursor is not null);
            return names.Count == 5;
        });
        Assert.Equal(["k0", "k1", "k2", "k3", "k4"], names.Order());
    }
}
