using System.Net;
using System.Text.Json;
using Ziggie.Storage;
using Ziggie.Tests.Storage;
using Ziggie.Usage;

namespace Ziggie.Tests.Usage.Reports;

public abstract class UsageEndpointsFunctionalTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private UsageHost? _host;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private UsageHost Host => _host!;

    protected abstract TestDatabase NewDatabase();

    public async ValueTask InitializeAsync()
    {
        _database = NewDatabase();
        await _database.InitializeAsync();
        _host = await UsageHost.StartAsync(_database.Database);
    }

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        await _database!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static UsageRecord Now(string id, string user = "u1", string? key = "k1", int status = 200, string model = "m1", string? client = "test/1.0", TimeSpan ago = default) =>
        Samples.Record(id, TimeProvider.System.GetUtcNow().Subtract(ago).ToUnixTimeMilliseconds(), user, key, model, status: status, client: client);

    private async Task<JsonElement> ReadAsync(string path, string caller = "u1/Admin")
    {
        using var response = await Host.GetAsync(path, caller);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement;
    }

    private static List<string> Groups(JsonElement report) => [.. report.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("group").GetString()!)];

    private static long Requests(JsonElement report) => report.GetProperty("totals").GetProperty("requests").GetInt64();

    private Task<int> NameAsync() => _database!.Database.WriteAsync(async (c, _, token) =>
    {
        await c.RunAsync("INSERT INTO users (id, username, username_key, password_hash, role, created_at) VALUES ('u1', 'alice', 'alice', '', 'member', 0), ('u2', 'bob', 'bob', '', 'member', 0)", token);
        foreach (var (id, user, name, hash) in new[] { ("k1", "u1", "laptop", 1), ("k2", "u2", "laptop", 2), ("k3", "u2", "phone", 3) })
        {
            await c.RunAsync("INSERT INTO api_keys (id, user_id, name, hash, prefix, scopes, created_at) VALUES (@id, @user, @name, @hash, '', 1, 0)", token,
                ("@id", id), ("@user", user), ("@name", name), ("@hash", new byte[] { (byte)hash }));
        }
        return 0;
    }, Cancel);

    [Fact]
    public async Task A_request_is_in_the_report_at_once()
    {
        for (var i = 1; i <= 5; i++)
        {
            Host.Record(Now($"r{i}"));
            var totals = (await ReadAsync("/api/usage?groupBy=model")).GetProperty("totals");
            Assert.Equal(i, totals.GetProperty("requests").GetInt64());
            Assert.Equal(10 * i, totals.GetProperty("promptTokens").GetInt64());
            Assert.InRange(totals.GetProperty("p95FirstTokenMs").GetDouble(), 190, 210);
        }
    }

    [Fact]
    public async Task Nothing_is_an_empty_report()
    {
        var report = await ReadAsync("/api/usage");
        Assert.Equal(0, Requests(report));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("totals").GetProperty("p50TotalMs").ValueKind);
        Assert.Empty(Groups(report));
        Assert.Equal(25, Groups(await ReadAsync("/api/usage?groupBy=hour")).Count);
        Assert.Equal(["2025-01-30", "2025-01-31", "2025-02-01"], Groups(await ReadAsync("/api/usage?groupBy=day&from=2025-01-30&to=2025-02-02")));
    }

    [Fact]
    public async Task Keys_and_users_go_by_name_where_they_have_one()
    {
        await NameAsync();
        foreach (var (id, user, key) in new[] { ("a", "u1", "k1"), ("b", "u1", "k1"), ("c", "u1", "k1"), ("d", "u2", "k2"), ("e", "u2", "k2"), ("f", "u2", "k3"), ("g", "gone", "gone-key") })
            Host.Record(Now(id, user, key));
        Host.Record(Now("h", "gone", null));
        Assert.Equal(["laptop (alice)", "laptop (bob)", "(none)", "gone-key", "phone"], Groups(await ReadAsync("/api/usage?groupBy=key")));
        Assert.Equal(["alice", "bob", "gone"], Groups(await ReadAsync("/api/usage?groupBy=user")));
        Assert.Equal(5, Requests(await ReadAsync("/api/usage?key=laptop")));
        Assert.Equal(3, Requests(await ReadAsync("/api/usage?user=bob")));
        Assert.Equal(1, Requests(await ReadAsync("/api/usage?user=u2&key=k3")));
        var newest = (await ReadAsync("/api/usage/requests?key=k3")).GetProperty("items")[0];
        Assert.Equal(("phone", "bob"), (newest.GetProperty("key").GetString(), newest.GetProperty("user").GetString()));
    }

    [Fact]
    public async Task Each_sees_what_the_role_allows()
    {
        Host.Record(Now("a", "u1", "k1"));
        Host.Record(Now("b", "u1", "k2"));
        Host.Record(Now("c", "u2", "k3"));
        foreach (var (caller, sees) in new[] { ("u9/Admin", 3), ("u9/Operator", 3), ("u1/Member", 2), ("u2/Member", 1), ("u9/Viewer", 0), ("u1/Member/k2/Models", 1), ("u9/Admin/k3/Models", 0), ("u1/Member/k2/Models, Read", 2) })
        {
            Assert.Equal(sees, Requests(await ReadAsync("/api/usage", caller)));
            Assert.Equal(sees, (await ReadAsync("/api/usage/requests", caller)).GetProperty("items").GetArrayLength());
            using var csv = await Host.GetAsync("/api/usage/export", caller);
            Assert.Equal(sees, (await csv.Content.ReadAsStringAsync(Cancel)).Count(c => c == '\n') - 1);
        }
        Assert.Equal(0, Requests(await ReadAsync("/api/usage?user=u2", "u1/Member")));
        using var refused = await Host.GetAsync("/api/usage", "u1/Member/k1/Uploads");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?to=2025-13-01", "to")]
    [InlineData("?from=2025-02-01&to=2025-01-01", "from")]
    [InlineData("?from=1990-01-01&to=2025-01-01", "from")]
    [InlineData("?from=1960-01-01", "from")]
    [InlineData("?groupBy=colour", "groupBy")]
    [InlineData("?groupBy=1", "groupBy")]
    [InlineData("?groupBy=hour&from=2020-01-01&to=2020-02-01", "groupBy")]
    [InlineData("?status=900", "status")]
    [InlineData("?status=4x", "status")]
    [InlineData("/requests?limit=0", "limit")]
    [InlineData("/requests?limit=9999999999", "limit")]
    [InlineData("/requests?cursor=abc", "cursor")]
    [InlineData("/export?format=xlsx", "format")]
    public async Task Bad_questions_say_what_is_wrong(string question, string field)
    {
        using var response = await Host.GetAsync("/api/usage" + question);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task Filters_and_times_as_people_write_them()
    {
        Host.Record(Now("ok"));
        Host.Record(Now("limited", status: 429));
        Host.Record(Now("down", status: 502));
        Host.Record(Now("old", ago: TimeSpan.FromHours(30)));
        Assert.Equal(3, Requests(await ReadAsync("/api/usage")));
        Assert.Equal(4, Requests(await ReadAsync("/api/usage?from=2020-01-01T00:00:00+00:00")));
        Assert.Equal(1, Requests(await ReadAsync("/api/usage?status=429")));
        Assert.Equal(1, Requests(await ReadAsync("/api/usage?status=5xx&model=m1&backend=b1")));
        Assert.Equal(["200", "429", "502"], Groups(await ReadAsync("/api/usage?groupBy=status")));
    }

    [Fact]
    public async Task Requests_page_by_the_cursor_they_give()
    {
        for (var i = 0; i < 25; i++) Host.Record(Now($"r{i:00}", ago: TimeSpan.FromSeconds(25 - i)));
        var (ids, next) = (new List<string>(), "");
        for (var page = 0; next is not null; page++)
        {
            var answer = await ReadAsync($"/api/usage/requests?limit=10&cursor={next}");
            ids.AddRange(answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("requestId").GetString()!));
            next = answer.GetProperty("next").GetString();
            Assert.True(page < 3);
        }
        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"r{i:00}"), ids);
    }

    [Fact]
    public async Task The_csv_runs_no_formula_and_keeps_its_columns()
    {
        Host.Record(Now("=1+1", client: "=HYPERLINK(\"http://evil\")", model: "a,b\"c"));
        Host.Record(Now("@x", client: "two\r\nlines", ago: TimeSpan.FromSeconds(5)));
        using var response = await Host.GetAsync("/api/usage/export?format=csv");
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("ziggie-usage-", response.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        Assert.Contains(",'=1+1,", text, StringComparison.Ordinal);
        Assert.Contains(",\"'=HYPERLINK(\"\"http://evil\"\")\",", text, StringComparison.Ordinal);
        Assert.Contains(",\"a,b\"\"c\",\"a,b\"\"c\",", text, StringComparison.Ordinal);
        Assert.Contains(",'@x,", text, StringComparison.Ordinal);
        Assert.Contains("\"two\r\nlines\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_csv_has_every_request_once()
    {
        for (var i = 0; i < 4_500; i++) Host.Record(Now($"r{i}", ago: TimeSpan.FromMilliseconds(i)));
        using var response = await Host.GetAsync("/api/usage/export");
        var ids = (await response.Content.ReadAsStringAsync(Cancel)).Split("\r\n")[1..^1].Select(line => line.Split(',')[1]).ToList();
        Assert.Equal(4_500, ids.Count);
        Assert.Equal(4_500, ids.Distinct().Count());
    }
}

public sealed class SqliteUsageEndpointsFunctionalTests : UsageEndpointsFunctionalTests
{
    protected override TestDatabase NewDatabase() => new SqliteTestDatabase();
}

public sealed class PostgresUsageEndpointsFunctionalTests : UsageEndpointsFunctionalTests
{
    protected override TestDatabase NewDatabase() => new PostgresTestDatabase();
}
