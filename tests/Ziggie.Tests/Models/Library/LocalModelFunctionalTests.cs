using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Library;

/// <summary>Models on disk, over HTTP and on the command line of the real program.</summary>
public sealed class LocalModelFunctionalTests
{
    private const string Config = "discovery: { enabled: false }\nmodels: { ollamaStores: [] }\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_somebody_puts_there_is_listed_shown_and_deleted()
    {
        await using var ziggie = await ZiggieProcess.PrepareAsync(Config, Cancel);
        GgufBuilder.TinyLlama(Path.Combine(ziggie.DataPath, "models", "team", "tiny.gguf"), 1, new TinyLlamaOptions { ChatTemplate = "{{ messages[0].content }}", Context = 512 });
        await File.WriteAllTextAsync(Path.Combine(ziggie.DataPath, "models", "broken.gguf"), "no model", Cancel);
        File.SetLastWriteTimeUtc(Path.Combine(ziggie.DataPath, "models", "broken.gguf"), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(Path.Combine(ziggie.DataPath, "models", "team", "tiny.gguf"), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await ziggie.StartAgainAsync(Cancel);
        await Eventually.TrueAsync(async () => (await ItemsAsync(ziggie)).Count == 2);

        var items = await ItemsAsync(ziggie);
        var tiny = items.Single(i => i.GetProperty("name").GetString() == "tiny");
        Assert.Equal(("llama", "folder", 512), (tiny.GetProperty("architecture").GetString(), tiny.GetProperty("source").GetString(), tiny.GetProperty("contextLength").GetInt32()));
        Assert.True(tiny.GetProperty("memory").GetProperty("total").GetInt64() > tiny.GetProperty("memory").GetProperty("weights").GetInt64());
        var broken = items.Single(i => i.GetProperty("name").GetString() == "broken");
        Assert.False(broken.GetProperty("canAnswer").GetBoolean());
        Assert.Contains("GGUF", broken.GetProperty("problem").GetString(), StringComparison.Ordinal);

        var shown = await ziggie.Caller.GetFromJsonAsync<JsonElement>("/api/models/local/engine/tiny?context=256&metadata=true", Cancel);
        Assert.Equal([256, 512], shown.GetProperty("memory").EnumerateArray().Select(m => m.GetProperty("context").GetInt32()));
        Assert.Equal("{{ messages[0].content }}", shown.GetProperty("chatTemplate").GetString());
        Assert.Equal("llama", shown.GetProperty("metadata").GetProperty("general.architecture").GetString());
        Assert.Contains("Context       512 tokens", await ziggie.RunAsync(Cancel, "models", "show", "tiny"), StringComparison.Ordinal);

        foreach (var (path, status) in ((string, HttpStatusCode)[])[("none", HttpStatusCode.NotFound), ("..%2f..%2fziggie.db", HttpStatusCode.NotFound), ("tiny?context=0", HttpStatusCode.BadRequest)])
        {
            using var answer = await ziggie.Caller.GetAsync($"/api/models/local/{path}", Cancel);
            Assert.Equal(status, answer.StatusCode);
        }
        using var refused = await ziggie.Caller.DeleteAsync("/api/models/local/tiny", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var deleted = await ziggie.Admin.DeleteAsync("/api/models/local/tiny", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.False(File.Exists(Path.Combine(ziggie.DataPath, "models", "team", "tiny.gguf")));
        using var again = await ziggie.Admin.DeleteAsync("/api/models/local/tiny", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_lies_in_Ollamas_own_store_is_used_but_never_deleted()
    {
        var folder = Directory.CreateTempSubdirectory("ziggie-ollama-").FullName;
        var store = new TestStore(folder);
        store.Add("registry.ollama.ai/library/theirs/1b", TinyLlama.Model(1, new TinyLlamaOptions()).Build());
        await using (var ziggie = await ZiggieProcess.StartAsync($"discovery: {{ enabled: false }}\nmodels: {{ ollamaStores: [\"{folder}\"] }}\n", Cancel))
        {
            await Eventually.TrueAsync(async () => (await ItemsAsync(ziggie)).Count == 1);
            var theirs = (await ItemsAsync(ziggie))[0];
            Assert.Equal(("theirs:1b", "ollama", true), (theirs.GetProperty("name").GetString(), theirs.GetProperty("source").GetString(), theirs.GetProperty("readOnly").GetBoolean()));

            using var answer = await ziggie.Admin.DeleteAsync("/api/models/local/theirs:1b", Cancel);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/delete") { Content = JsonContent.Create(new { model = "engine/theirs:1b" }) };
            using var asOllama = await ziggie.Admin.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.BadRequest, asOllama.StatusCode);
            Assert.Contains("ollama rm", await asOllama.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Single(await ItemsAsync(ziggie));
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<List<JsonElement>> ItemsAsync(ZiggieProcess ziggie) =>
        [.. (await ziggie.Caller.GetFromJsonAsync<JsonElement>("/api/models/local", Cancel)).GetProperty("items").EnumerateArray()];
}
