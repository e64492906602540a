using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Ziggie.BrowserTests;

/// <summary>The dashboard's types are generated from a committed copy of the API's document.</summary>
[Collection(OnStage.Name)]
public sealed class OpenApiTests(Stage stage)
{
    [Fact]
    public async Task The_dashboard_was_made_for_the_API_as_it_is()
    {
        await using var tab = await stage.OpenSignedInAsync();
        var answer = await tab.Page.APIRequest.GetAsync("/openapi.json");
        var served = JsonNode.Parse(await answer.TextAsync());
        var file = Path.GetFullPath(Path.Combine(Here(), "../../dashboard/openapi.json"));
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") is not null) await File.WriteAllTextAsync(file, served!.ToJsonString(new() { WriteIndented = true }) + "\n", TestContext.Current.CancellationToken);
        var committed = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.True(
            JsonNode.DeepEquals(served, committed),
            "The API has changed. Run this test with UPDATE_OPENAPI=1, then (cd dashboard && npm run api && npm run check), and commit both files.");
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
