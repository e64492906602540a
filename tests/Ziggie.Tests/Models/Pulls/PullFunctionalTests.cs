using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Pulls;

/// <summary>Pulls through the real program: what callers are told, and what is left after kill -9 or on a full disk.</summary>
public sealed class PullFunctionalTests : IAsyncLifetime
{
    private static readonly byte[] s_model = TestRegistry.Gguf(2_000_000);

    private TestRegistry _registry = null!;

    public static TheoryData<string> Disks => [.. SmallDisk.Kinds];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Config => $"discovery: {{ enabled: false }}\nmodels: {{ registry: \"{_registry.Url.GetLeftPart(UriPartial.Authority)}\" }}\n";

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Theory(Timeout = 60_000)]
    [InlineData("/api/models/pull", "tiny")]
    [InlineData("/api/pull", "tiny")]
    [InlineData("/api/pull", "engine/tiny:latest")]
    public async Task Progress_is_told_as_Ollama_tells_it_and_the_model_can_be_deleted_again(string path, string model)
    {
        _registry.Add("library/tiny:latest", s_model);
        await using var ziggie = await ZiggieProcess.StartAsync(Config, Cancel);

        var (status, lines) = await PullAsync(ziggie.Admin, path, new JsonObject { ["model"] = model });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"status":"pulling manifest"}""", lines[0]);
        Assert.Equal("""{"status":"success"}""", lines[^1]);
        Assert.Contains(lines, l => l == $$"""{"status":"pulling {{TestRegistry.Digest(s_model)[7..19]}}","digest":"{{TestRegistry.Digest(s_model)}}","total":{{s_model.Length}},"completed":{{s_model.Length}}}""");
        Assert.True(File.Exists(Manifest(ziggie)));

        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/delete") { Content = JsonContent.Create(new { model }) };
        using var deleted = await ziggie.Admin.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(ziggie.DataPath, "models"), "*", SearchOption.AllDirectories));
        using var audit = JsonDocument.Parse(await AuditAsync(ziggie, "model.delete"));
        Assert.Equal(["model.delete", "model.pull"], audit.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("action").GetString()!).Where(a => a.StartsWith("model.", StringComparison.Ordinal)));
    }

    [Fact(Timeout = 60_000)]
    public async Task After_kill_9_nothing_half_done_is_in_view_and_the_next_pull_goes_on()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.HoldAfter = 700_000;
        await using var ziggie = await ZiggieProcess.StartAsync(Config, Cancel);
        using var detached = await ziggie.Admin.PostAsJsonAsync("/api/models/pull", new { model = "tiny", detach = true }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, detached.StatusCode);
        var partial = Path.Combine(ziggie.DataPath, "models", ".partial");
        await IsWrittenDownAsync(partial);

        await ziggie.KillAsync(Cancel);
        _registry.LetGo();
        Assert.False(File.Exists(Manifest(ziggie)));
        Assert.False(Directory.Exists(Path.Combine(ziggie.DataPath, "models", "blobs")));
        await ziggie.StartAgainAsync(Cancel);
        var (_, lines) = await PullAsync(ziggie.Admin, "/api/models/pull", new JsonObject { ["model"] = "tiny" });

        Assert.Equal("""{"status":"success"}""", lines[^1]);
        Assert.Contains(_registry.Blobs, b => b.Range == $"bytes=700000-{s_model.Length - 1}");
        Assert.Equal(s_model, await File.ReadAllBytesAsync(Path.Combine(ziggie.DataPath, "models", "blobs", TestRegistry.Digest(s_model).Replace(':', '-')), Cancel));
        Assert.Empty(Directory.GetFiles(partial));
    }

    [Theory(Timeout = 90_000)]
    [MemberData(nameof(Disks))]
    public async Task A_disk_that_becomes_full_ends_the_pull_cleanly_and_it_goes_on_when_there_is_room(string kind)
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.HoldAfter = 700_000;
        var folder = Directory.CreateTempSubdirectory("ziggie-disk-").FullName;
        await using (var disk = SmallDisk.Make(kind, folder))
        await using (var ziggie = await ZiggieProcess.StartAsync(Config.Replace("models: {", $"models: {{ path: \"{folder}\",", StringComparison.Ordinal), Cancel))
        {
            using var detached = await ziggie.Admin.PostAsJsonAsync("/api/models/pull", new { model = "tiny", detach = true }, Cancel);
            await IsWrittenDownAsync(Path.Combine(folder, ".partial"));

            disk.Fill(ziggie.Pid);
            _registry.LetGo();
            await Eventually.TrueAsync(async () => (await PullsAsync(ziggie))[0].GetProperty("state").GetString() == "failed");
            disk.Free(ziggie.Pid);

            var error = (await PullsAsync(ziggie))[0].GetProperty("error").GetString();
            Assert.Contains("is full", error, StringComparison.Ordinal);
            Assert.Contains(folder, error, StringComparison.Ordinal);
            var before = _registry.Blobs.Count();
            var (_, lines) = await PullAsync(ziggie.Admin, "/api/models/pull", new JsonObject { ["model"] = "tiny" });
            Assert.Equal("""{"status":"success"}""", lines[^1]);
            Assert.DoesNotContain(_registry.Blobs.Skip(before), b => b.Range.StartsWith("bytes=0-1999", StringComparison.Ordinal));
            Assert.Equal(s_model, await File.ReadAllBytesAsync(Path.Combine(folder, "blobs", TestRegistry.Digest(s_model).Replace(':', '-')), Cancel));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_who_leaves_stops_it_and_what_came_is_kept_but_a_second_keeps_it_going()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.HoldAfter = 700_000;
        await using var ziggie = await ZiggieProcess.StartAsync(Config, Cancel);
        using (var first = await OpenAsync(ziggie.Admin))
        {
            using var second = await OpenAsync(ziggie.Admin);
            await Eventually.TrueAsync(async () => await PullsAsync(ziggie) is [{ } only] && only.TryGetProperty("completed", out var done) && done.ValueKind == JsonValueKind.Number && done.GetInt64() == 700_000);
            first.Dispose();
            _registry.LetGo();
            Assert.EndsWith("{\"status\":\"success\"}\n", await second.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        var other = TestRegistry.Gguf(1_000_000, seed: 3);
        _registry.Add("library/other:latest", other);
        _registry.HoldAfter = 1000;
        (await OpenAsync(ziggie.Admin, "other")).Dispose();
        await Eventually.TrueAsync(async () => (await PullsAsync(ziggie)).First(p => p.GetProperty("model").GetString() == "other:latest").GetProperty("state").GetString() == "cancelled");
        _registry.LetGo();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pull_can_be_stopped_by_its_id()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.HoldAfter = 1000;
        await using var ziggie = await ZiggieProcess.StartAsync(Config, Cancel);
        using var watching = await OpenAsync(ziggie.Admin);
        var id = (await PullsAsync(ziggie))[0].GetProperty("id").GetString();

        using var stopped = await ziggie.Admin.DeleteAsync($"/api/models/pulls/{id}", Cancel);

        Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);
        Assert.Contains("admin stopped it", await watching.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var again = await ziggie.Admin.DeleteAsync($"/api/models/pulls/{id}", Cancel);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        using var none = await ziggie.Admin.DeleteAsync("/api/models/pulls/none", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_goes_wrong_is_told_with_its_status_and_who_may_not_is_refused()
    {
        _registry.Add("library/tiny:latest", s_model);
        await using var ziggie = await ZiggieProcess.StartAsync(Config, Cancel);
        foreach (var (model, status, says) in ((string, int, string)[])[("../../etc/passwd", 400, "no model's name"), ("a b", 400, "no model's name"), ("", 400, "Name the model"), ("none", 404, "Check the name"), ("http://127.0.0.1:1/x.gguf", 502, "No connection"), ("https://x/y.zip", 400, ".gguf")])
        {
            var (answered, lines) = await PullAsync(ziggie.Admin, "/api/models/pull", new JsonObject { ["model"] = model, ["stream"] = false });
            Assert.Equal(status, (int)answered);
            Assert.Contains(says, JsonNode.Parse(lines[0])!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }
        var (streamed, error) = await PullAsync(ziggie.Admin, "/api/models/pull", new JsonObject { ["model"] = "none" });
        Assert.Equal(HttpStatusCode.OK, streamed);
        Assert.StartsWith("{\"error\":\"pull model manifest: file does not exist", error[^1], StringComparison.Ordinal);
        var (asOllama, told) = await PullAsync(ziggie.Admin, "/api/pull", new JsonObject { ["model"] = "none", ["stream"] = false });
        Assert.Equal((500, true), ((int)asOllama, told[0].StartsWith("{\"error\":\"pull model manifest: file does not exist", StringComparison.Ordinal)));

        var (refused, _) = await PullAsync(ziggie.Caller, "/api/models/pull", new JsonObject { ["model"] = "tiny" });
        Assert.Equal(HttpStatusCode.Forbidden, refused);
        using var limited = ziggie.Client(await ziggie.CreateKeyAsync(new { name = "limited", scopes = new[] { "operate" }, models = new[] { "other" } }, Cancel));
        var (denied, _) = await PullAsync(limited, "/api/models/pull", new JsonObject { ["model"] = "tiny" });
        Assert.Equal(HttpStatusCode.Forbidden, denied);
        Assert.Contains("\"denied\"", await AuditAsync(ziggie, "model.pull"), StringComparison.Ordinal);
    }

    private string Manifest(ZiggieProcess ziggie) => Path.Combine(ziggie.DataPath, "models", "manifests", _registry.Host, "library", "tiny", "latest");

    /// <summary>All that is given before the pull is let go.</summary>
    private static Task IsWrittenDownAsync(string partial) => Eventually.TrueAsync(async () =>
        Directory.Exists(partial) && Directory.GetFiles(partial, "*.json").SingleOrDefault() is { } state && (await File.ReadAllTextAsync(state, Cancel)).Contains("[700000]", StringComparison.Ordinal));

    private static async Task<(HttpStatusCode Status, string[] Lines)> PullAsync(HttpClient client, string path, JsonObject body)
    {
        using var request = Ask.Post(path, body.ToJsonString());
        using var answer = await client.SendAsync(request, Cancel);
        return (answer.StatusCode, (await answer.Content.ReadAsStringAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<HttpResponseMessage> OpenAsync(HttpClient client, string model = "tiny")
    {
        using var request = Ask.Post("/api/models/pull", new JsonObject { ["model"] = model }.ToJsonString());
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private static async Task<List<JsonElement>> PullsAsync(ZiggieProcess ziggie) =>
        [.. (await ziggie.Admin.GetFromJsonAsync<JsonElement>("/api/models/pulls", Cancel)).GetProperty("items").EnumerateArray()];

    /// <summary>The audit, once this act is in it.</summary>
    private static async Task<string> AuditAsync(ZiggieProcess ziggie, string action)
    {
        var text = "";
        await Eventually.TrueAsync(async () => (text = await ziggie.Admin.GetStringAsync("/api/audit", Cancel)).Contains(action, StringComparison.Ordinal));
        return text;
    }
}
