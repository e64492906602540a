using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Backups;

/// <summary>From one database to another with <c>ziggie backup</c> and <c>ziggie restore</c>, as a user moves.</summary>
public sealed class BackupFunctionalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("sqlite", "sqlite")]
    [InlineData("sqlite", "postgres")]
    [InlineData("postgres", "sqlite")]
    [InlineData("postgres", "postgres")]
    public async Task Chats_are_there_and_found_after_the_move(string from, string to)
    {
        await using var former = await ZiggieProcess.StartAsync(await ConfigAsync(from), Cancel);
        // What was deleted leaves a gap in the numbers.
        var gone = await ConverseAsync(former, "Gone", "zeppelins");
        using (await former.Admin.DeleteAsync($"/api/conversations/{gone}", Cancel)) { }
        await ConverseAsync(former, "Über lighthouses", "tell of granite keepers");
        await ConverseAsync(former, "Harbours", "tell of tidal basins");
        await ConverseAsync(former, "Harbours again", "tell of granite quays");
        var before = await SeenAsync(former);

        var file = Path.Combine(former.Folder, "moved.backup");
        await former.RunAsync(Cancel, "backup", file);
        await using var latter = await ZiggieProcess.PrepareAsync(await ConfigAsync(to), Cancel);
        await latter.RunAsync(Cancel, "restore", file, "--config", latter.ConfigPath);
        await latter.StartAgainAsync(Cancel);

        Assert.Equal(before, await SeenAsync(latter));
        Assert.Equal(["Harbours again", "Über lighthouses"], await FindAsync(latter, "granite"));
        Assert.Equal(["Harbours"], await FindAsync(latter, "tidal"));
        Assert.Equal(["Harbours", "Harbours again"], await FindAsync(latter, "harbours"));
        Assert.Equal(["Über lighthouses"], await FindAsync(latter, "über"));
        Assert.Empty(await FindAsync(latter, "zeppelins"));

        // What comes new is numbered beyond what came along, and what goes takes only its own words with it.
        var added = await ConverseAsync(latter, "Cranes", "tell of granite cranes");
        Assert.Equal(["Cranes", "Harbours again", "Über lighthouses"], await FindAsync(latter, "granite"));
        using (await latter.Admin.DeleteAsync($"/api/conversations/{added}", Cancel)) { }
        Assert.Equal(["Harbours again", "Über lighthouses"], await FindAsync(latter, "granite"));
    }

    private static async Task<string> ConfigAsync(string provider) => "discovery: { enabled: false }\n" + (provider == "sqlite"
        ? "database: { provider: sqlite }\n"
        : $"database: {{ provider: postgres, connectionString: \"{await PostgresFixture.NewDatabaseAsync()}\" }}\n");

    private static async Task<string> ConverseAsync(ZiggieProcess ziggie, string title, string words)
    {
        using var begun = await ziggie.Admin.PostAsJsonAsync("/api/conversations", new { title, model = "demo" }, Cancel);
        Assert.True(begun.IsSuccessStatusCode, await begun.Content.ReadAsStringAsync(Cancel));
        var id = (await begun.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString()!;
        using var said = await ziggie.Admin.PostAsJsonAsync($"/api/conversations/{id}/messages", new { content = words }, Cancel);
        Assert.True(said.IsSuccessStatusCode, await said.Content.ReadAsStringAsync(Cancel));
        await Eventually.TrueAsync(async () => !(await ziggie.Admin.GetStringAsync($"/api/conversations/{id}", Cancel)).Contains("\"running\"", StringComparison.Ordinal));
        return id;
    }

    private static async Task<List<string>> FindAsync(ZiggieProcess ziggie, string words)
    {
        var page = await ziggie.Admin.GetFromJsonAsync<JsonElement>($"/api/conversations?q={words}", Cancel);
        return [.. page.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("title").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> SeenAsync(ZiggieProcess ziggie)
    {
        var page = await ziggie.Admin.GetFromJsonAsync<JsonElement>("/api/conversations", Cancel);
        var seen = new List<string>();
        foreach (var item in page.GetProperty("items").EnumerateArray())
        {
            var whole = (await ziggie.Admin.GetFromJsonAsync<JsonObject>($"/api/conversations/{item.GetProperty("id").GetString()}", Cancel))!;
            // Where its events are at, of this run of the program.
            whole.Remove("seq");
            seen.Add(whole.ToJsonString());
        }
        return seen;
    }
}
