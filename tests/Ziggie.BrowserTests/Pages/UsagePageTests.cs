namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class UsagePageTests(Stage stage)
{
    [Fact]
    public async Task Tells_how_much_by_whom_and_how_fast_and_gives_it_as_a_file()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.APIRequest.PostAsync("/api/llm/generate", new() { DataObject = new { model = Stage.Model, prompt = "[[say:counted here]]" } });
        await tab.Page.GotoAsync("/usage");
        var byModel = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Usage by model" });
        var row = byModel.GetByRole(AriaRole.Row).Filter(new() { HasText = Stage.Model });
        await Expect(byModel).ToContainTextAsync("Whole reply p50 / p95");
        await Expect(row).ToContainTextAsync("ms /");

        foreach (var by in (string[])["backend", "key", "user", "status"])
        {
            await tab.Page.GetByRole(AriaRole.Radiogroup, new() { Name = "Group by" }).GetByText(by, new() { Exact = true }).ClickAsync();
            await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = $"Usage by {by}" }).GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        }
        await tab.Page.GetByRole(AriaRole.Radiogroup, new() { Name = "View" }).GetByText("Table").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Usage over time" })).ToBeVisibleAsync();

        var file = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.EndsWith(".csv", file.SuggestedFilename, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync((await file.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Contains("model", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains($",{Stage.Model},", StringComparison.Ordinal));
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task One_model_alone_is_looked_at_and_the_address_says_so()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.APIRequest.PostAsync("/api/llm/generate", new() { DataObject = new { model = Stage.Model, prompt = "[[say:counted here]]" } });
        await tab.Page.GotoAsync("/usage?range=7d");
        await tab.Page.GetByRole(AriaRole.Region, new() { Name = "Usage by model" }).GetByRole(AriaRole.Button, new() { Name = Stage.Model, Exact = true }).ClickAsync();
        await Expect(tab.Page.GetByText($"model: {Stage.Model}")).ToBeVisibleAsync();
        Assert.EndsWith($"/usage?range=7d&model={Stage.Model}", tab.Page.Url, StringComparison.Ordinal);
        await tab.Page.GetByRole(AriaRole.Tab, new() { Name = "Single requests" }).ClickAsync();
        var requests = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Requests" });
        await Expect(requests.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync(Stage.Model);
        await tab.Button($"No longer only {Stage.Model}").ClickAsync();
        await Expect(tab.Page.GetByText($"model: {Stage.Model}")).ToHaveCountAsync(0);
    }
}
