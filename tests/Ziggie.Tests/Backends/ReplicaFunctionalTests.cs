using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Ziggie.Simulator;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Backends;

/// <summary>Two Ziggies on one PostgreSQL: what is changed at one holds at the other.</summary>
public sealed class ReplicaFunctionalTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Environment = new() { ["ZIGGIE_MASTER_KEY"] = "a master key of thirty-two letters or more" };

    private string _database = "";
    private ZiggieProcess _one = null!;
    private ZiggieProcess _two = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresFixture.NewDatabaseAsync();
        var config = $"discovery: {{ enabled: false }}\ndatabase: {{ provider: postgres, connectionString: \"{_database}\" }}\n";
        _one = await ZiggieProcess.StartAsync(config, Cancel, Environment);
        _two = await ZiggieProcess.StartAsync(config, Cancel, Environment);
    }

    public async ValueTask DisposeAsync()
    {
        if (_one is not null) await _one.DisposeAsync();
        if (_two is not null) await _two.DisposeAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_backend_comes_changes_and_goes_at_both()
    {
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Models = ["shared"] }, Cancel);
        await SentAsync(_one.Admin.PostAsJsonAsync("/api/backends", new { name = "b", type = "openai", url = $"{server.Url}v1", apiKey = "secret" }, Cancel));
        await Eventually.TrueAsync(async () => (await _two.Caller.ChatAsync(Dialect.OpenAi, "shared", "Hello", stream: false)).Status == 200);

        await SentAsync(_two.Admin.PatchAsJsonAsync("/api/backends/b", new { maxConcurrency = 7 }, Cancel));
        await Eventually.TrueAsync(async () => (await BackendsAsync(_one)).Single().GetProperty("maxConcurrency").GetInt32() == 7);

        await SentAsync(_two.Admin.DeleteAsync("/api/backends/b", Cancel));
        await Eventually.TrueAsync(async () => (await _one.Caller.ChatAsync(Dialect.OpenAi, "shared", "Hello", stream: false)).Status == 404);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_alias_comes_and_goes_at_both()
    {
        await SentAsync(_one.Admin.PutAsJsonAsync("/api/aliases/smart", new { models = new[] { "demo" } }, Cancel));
        await Eventually.TrueAsync(async () => (await _two.Caller.ChatAsync(Dialect.Ollama, "smart", "Hello", stream: false)).Status == 200);
        await SentAsync(_one.Admin.DeleteAsync("/api/aliases/smart", Cancel));
        await Eventually.TrueAsync(async () => (await _two.Caller.ChatAsync(Dialect.Ollama, "smart", "Hello", stream: false)).Status == 404);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_change_is_taken_up_also_where_its_signal_was_lost()
    {
        await using (var source = NpgsqlDataSource.Create(_database))
        await using (var command = source.CreateCommand("INSERT INTO aliases (name, models, updated_at) VALUES ('quiet', '[\"demo\"]', 1)"))
            await command.ExecuteNonQueryAsync(Cancel);
        foreach (var ziggie in (ZiggieProcess[])[_one, _two])
            await Eventually.TrueAsync(async () => (await ziggie.Caller.ChatAsync(Dialect.OpenAi, "quiet", "Hello", stream: false)).Status == 200);
    }

    [Fact(Timeout = 120_000)]
    public async Task Keys_and_users_made_changed_and_removed_at_one_are_so_at_the_other()
    {
        Assert.Equal(200, (await ChatAsync(_two, _one.Key)).Status);
        var made = await SentAsync(_one.Admin.PostAsJsonAsync("/api/users", new { username = "ann", password = "long-enough-1", role = "member" }, Cancel));
        await Eventually.TrueAsync(async () => await SignsInAsync(_two, "ann"));
        await SentAsync(_two.Admin.PatchAsJsonAsync($"/api/users/{made.GetProperty("id").GetString()}", new { disabled = true }, Cancel));
        await Eventually.TrueAsync(async () => !await SignsInAsync(_one, "ann"));

        var key = await SentAsync(_one.Admin.PostAsJsonAsync("/api/keys", new { name = "k", models = new[] { "demo" } }, Cancel));
        var secret = key.GetProperty("key").GetString()!;
        await Eventually.TrueAsync(async () => (await ChatAsync(_two, secret)).Status == 200);
        await SentAsync(_two.Admin.PatchAsJsonAsync($"/api/keys/{key.GetProperty("id").GetString()}", new { models = new[] { "other" } }, Cancel));
        await Eventually.TrueAsync(async () => (await ChatAsync(_one, secret)).Status == 403);
        await SentAsync(_two.Admin.DeleteAsync($"/api/keys/{key.GetProperty("id").GetString()}", Cancel));
        await Eventually.TrueAsync(async () => (await ChatAsync(_one, secret)).Status == 401);
    }

    private static async Task<Answer> ChatAsync(ZiggieProcess ziggie, string key)
    {
        using var client = ziggie.Client(key);
        return await client.ChatAsync(Dialect.OpenAi, "demo", "Hello", stream: false);
    }

    private static async Task<bool> SignsInAsync(ZiggieProcess ziggie, string user)
    {
        using var client = new HttpClient { BaseAddress = ziggie.Url };
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { username = user, password = "long-enough-1" }, Cancel);
        return answer.IsSuccessStatusCode;
    }

    private static async Task<IReadOnlyList<JsonElement>> BackendsAsync(ZiggieProcess ziggie) =>
        [.. Answer.Items(await ziggie.Admin.GetFromJsonAsync<JsonElement>("/api/backends", Cancel)).Where(b => b.GetProperty("source").GetString() == "api")];

    private static async Task<JsonElement> SentAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {body}");
        return body.Length == 0 ? default : JsonElement.Parse(body);
    }
}
