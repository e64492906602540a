namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class AliasTests(Stage stage)
{
    [Fact]
    public async Task An_alias_is_added_answers_is_changed_and_removed()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/backends?tab=aliases");
        await tab.Button("Add an alias").ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Add an alias" });
        await dialog.GetByLabel("Name").FillAsync("smart");
        await dialog.GetByLabel("Models").FillAsync("demo");
        await dialog.GetByLabel("Models").PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var row = tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "smart" });
        await Expect(row).ToContainTextAsync("demo");
        var answer = await tab.Page.APIRequest.PostAsync("/api/llm/generate", new() { DataObject = new { model = "smart", prompt = "Hello" } });
        Assert.Equal("demo", answer.Headers["x-ziggie-model"]);

        await row.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        var change = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Change smart" });
        await change.GetByLabel("Models").FillAsync($"local/{Stage.Model}");
        await change.GetByLabel("Models").PressAsync("Enter");
        await change.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(row).ToContainTextAsync($"demo, local/{Stage.Model}");

        await row.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        Assert.Empty(tab.Troubles());
    }
}
