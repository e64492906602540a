namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class KeyPageTests(Stage stage)
{
    [Fact]
    public async Task A_key_is_shown_once_works_and_is_refused_once_deleted()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/keys");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Create a key" }).First.ClickAsync();
        await tab.Page.GetByLabel("Name", new() { Exact = false }).First.FillAsync("laptop");
        await tab.Page.GetByLabel("Requests per minute").FillAsync("60");
        await tab.Button("Create").ClickAsync();
        var key = await tab.Page.GetByTestId("new-key").InnerTextAsync();
        Assert.StartsWith("zk-", key, StringComparison.Ordinal);
        await tab.Button("I have it").ClickAsync();
        await Expect(tab.Page.GetByText(key)).ToHaveCountAsync(0);
        var row = tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "laptop" });
        await Expect(row).ToContainTextAsync("60 requests/min");
        Assert.Equal(200, await StatusAsync(key));

        await row.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        Assert.Equal(401, await StatusAsync(key));
        Assert.Empty(tab.Troubles());
    }

    private async Task<int> StatusAsync(string key)
    {
        using var http = new HttpClient { BaseAddress = stage.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var answer = await http.GetAsync("/v1/models", TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }
}
