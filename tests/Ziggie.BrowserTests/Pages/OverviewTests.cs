namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class OverviewTests(Stage stage)
{
    [Fact]
    public async Task Shows_what_happens_without_a_reload()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/");
        await Expect(tab.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "local" })).ToContainTextAsync("online");
        var requests = tab.Page.GetByTestId("requests");
        var before = await requests.InnerTextAsync();
        await tab.Page.APIRequest.PostAsync("/api/llm/generate", new() { DataObject = new { model = Stage.Model, prompt = "[[say:counted]]" } });
        await Expect(requests).Not.ToHaveTextAsync(before);
        Assert.Empty(tab.Troubles());
    }
}
