using System.Text.RegularExpressions;
using Ziggie.Simulator;

namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class BackendPageTests(Stage stage)
{
    [Fact]
    public async Task A_backend_is_tested_added_changed_and_removed()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/backends?add=1");
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Add a backend" });
        await dialog.GetByLabel("Name").FillAsync("second");
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Type" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Option, new() { Name = "OpenAI-compatible" }).ClickAsync();
        await dialog.GetByLabel("Address").FillAsync($"http://127.0.0.1:{stage.Simulator.Port}/v1");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Test it" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("It answers");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();

        var row = tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "second" });
        await Expect(row).ToContainTextAsync("online");
        await row.ClickAsync();
        await tab.Button("Change").ClickAsync();
        await tab.Page.GetByLabel("Priority").FillAsync("7");
        await tab.Button("Save").ClickAsync();
        await Expect(row).ToContainTextAsync("7");
        await tab.Button("Remove").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Remove second?" }).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_backend_that_goes_and_comes_is_seen_without_a_reload()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/backends");
        var row = tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "local" });
        await Expect(row).ToContainTextAsync("online");
        try
        {
            stage.Simulator.Fault = Fault.Parse("refuse");
            await Expect(row).ToContainTextAsync("offline");
            await Expect(row).ToContainTextAsync(new Regex("N10[0-9]"));
        }
        finally
        {
            stage.Simulator.Fault = null;
        }
        await Expect(row).ToContainTextAsync("online");
        await Expect(row).Not.ToContainTextAsync(new Regex("N10[0-9]"));
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_backend_of_the_file_says_where_it_is_changed()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/backends?selected=local");
        await Expect(tab.Page.GetByText("Declared in ziggie.yaml line 3")).ToBeVisibleAsync();
        await Expect(tab.Button("Change")).ToHaveCountAsync(0);
    }
}
