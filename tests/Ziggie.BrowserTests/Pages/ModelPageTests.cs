using System.Text.RegularExpressions;

namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed partial class ModelPageTests(Stage stage, ModelStage models) : IClassFixture<ModelStage>
{
    [Fact]
    public async Task A_model_is_loaded_talked_to_and_unloaded()
    {
        await using var tab = await OpenAsync();
        var row = Row(tab, "says");
        await Expect(row).ToContainTextAsync("on disk");
        await tab.Button("Load says").ClickAsync();
        await Expect(row).ToContainTextAsync("loaded");
        await Expect(row).ToContainTextAsync("CPU");
        await Expect(row).ToContainTextAsync("0 of 2 busy");
        await Expect(tab.Page.GetByTestId("engine")).ToContainTextAsync("1 model in memory");

        await row.GetByRole(AriaRole.Link, new() { Name = "Chat with says" }).ClickAsync();
        await tab.Page.GetByLabel("Message", new() { Exact = true }).FillAsync("Hello");
        await tab.Page.GetByLabel("Message", new() { Exact = true }).PressAsync("Enter");
        await Expect(tab.Page.Locator("[data-role=assistant]")).ToContainTextAsync(ModelStage.Said);
        await Expect(tab.Page.Locator("[data-role=assistant]")).ToContainTextAsync("says at engine");

        await tab.Page.GotoAsync("/models");
        await tab.Button("Unload says").ClickAsync();
        await Expect(row).ToContainTextAsync("on disk");
        await Expect(tab.Button("Load says")).ToBeVisibleAsync();
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_model_is_removed_with_its_file_once_that_is_confirmed()
    {
        var file = models.Add("gone");
        await using var tab = await OpenAsync("/models?selected=gone");
        await tab.Button("Remove").ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Remove gone?" });
        await Expect(dialog).ToContainTextAsync("cannot be brought back");
        Assert.True(File.Exists(file));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(tab.Page.GetByText("gone is no longer on the disk.")).ToBeVisibleAsync();
        await Expect(Row(tab, "gone")).ToHaveCountAsync(0);
        Assert.False(File.Exists(file));
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_broken_file_is_listed_with_what_is_wrong_and_another_owner_s_says_who_removes_it()
    {
        await using var tab = await OpenAsync();
        await Expect(Row(tab, "broken")).ToContainTextAsync("begins with zeros");
        await Expect(tab.Button("Load broken")).ToHaveCountAsync(0);
        await Row(tab, "kept:latest").ClickAsync();
        await Expect(tab.Page.GetByText("ollama rm kept")).ToBeVisibleAsync();
        await Expect(tab.Button("Remove")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task All_about_a_model_has_an_address_and_can_be_used_by_everybody()
    {
        await using var tab = await OpenAsync("/models?selected=kept:latest&context=1024");
        var drawer = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "kept:latest" });
        await Expect(drawer.GetByRole(AriaRole.Table, new() { Name = "Estimated memory" })).ToContainTextAsync("1,024");
        await Expect(drawer.GetByRole(AriaRole.Table, new() { Name = "The file" })).ToContainTextAsync("llama");
        Assert.Equal("", string.Join("\n", await Accessibility.FaultsAsync(tab.Page)));
        await drawer.GetByRole(AriaRole.Tab, new() { Name = "Template and parameters" }).ClickAsync();
        await Expect(drawer).ToContainTextAsync("<|im_end|>");
        await Expect(drawer).ToContainTextAsync("temperature");
        await drawer.GetByRole(AriaRole.Tab, new() { Name = "Metadata" }).ClickAsync();
        await drawer.GetByLabel("Filter metadata").FillAsync("head_count_kv");
        await tab.Page.ReloadAsync();
        await Expect(drawer.GetByRole(AriaRole.Row).Filter(new() { HasText = "llama.attention.head_count_kv" })).ToBeVisibleAsync();
        await Expect(drawer.GetByText("tokenizer.ggml.model", new() { Exact = true })).ToHaveCountAsync(0);
        Assert.Equal("", string.Join("\n", await Accessibility.FaultsAsync(tab.Page)));
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_pull_shows_how_far_it_is_stops_and_goes_on()
    {
        models.Offer("fetched");
        models.Registry.HoldAfter = 50_000;
        await using var tab = await OpenAsync("/models?pull=1");
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Pull a model" });
        await dialog.GetByLabel("Name or address").FillAsync("not a name");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Pull", Exact = true }).ClickAsync();
        await Expect(dialog.GetByLabel("Name or address")).ToHaveAttributeAsync("aria-invalid", "true");
        await dialog.GetByLabel("Name or address").FillAsync("fetched");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Pull", Exact = true }).ClickAsync();
        var pull = tab.Page.GetByTestId("pull").Filter(new() { HasText = "fetched" });
        await Expect(pull).ToContainTextAsync(Share());
        Assert.Equal("", string.Join("\n", await Accessibility.FaultsAsync(tab.Page)));
        await tab.Button("Cancel the pull of fetched:latest").ClickAsync();
        await Expect(pull).ToContainTextAsync("cancelled");
        models.Registry.LetGo();
        await tab.Button("Resume the pull of fetched:latest").ClickAsync();
        await Expect(Row(tab, "fetched:latest")).ToContainTextAsync("pulled");
        await Expect(pull).ToHaveCountAsync(0);
        Assert.Empty(tab.Troubles("400"));
    }

    [Fact]
    public async Task A_pull_that_fails_says_why()
    {
        await using var tab = await OpenAsync("/models?pull=1");
        await tab.Page.GetByLabel("Name or address").FillAsync("nobody-has-it");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Pull", Exact = true }).ClickAsync();
        var pull = tab.Page.GetByTestId("pull").Filter(new() { HasText = "nobody-has-it" });
        await Expect(pull).ToContainTextAsync("failed");
        await tab.Button("Put away the pull of nobody-has-it:latest").ClickAsync();
        await Expect(pull).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_viewer_sees_all_of_it_and_can_change_none()
    {
        await using var admin = await OpenAsync();
        var made = await admin.Page.APIRequest.PostAsync("/api/users", new() { DataObject = new { username = "vito", password = ZiggieProcess.Password, role = "viewer" } });
        Assert.True(made.Ok, await made.TextAsync());
        await using var tab = await stage.OpenSignedInAsync(url: models.Url, user: "vito");
        await tab.Page.GotoAsync("/models?selected=spare&pull=1");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "spare" })).ToContainTextAsync("spare.gguf");
        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { NameRegex = Act() })).ToHaveCountAsync(0);
        Assert.Empty(tab.Troubles());
    }

    [Theory, InlineData(1280), InlineData(360)]
    public async Task Every_width_shows_all_of_it(int width)
    {
        await using var tab = await stage.OpenSignedInAsync(width, 740, models.Url);
        await tab.Page.GotoAsync("/models");
        await Expect(Row(tab, "says")).ToBeVisibleAsync();
        Assert.True(await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, "The page scrolls sideways.");
        Assert.Equal("", string.Join("\n", await Accessibility.FaultsAsync(tab.Page)));
    }

    private async Task<Tab> OpenAsync(string path = "/models")
    {
        var tab = await stage.OpenSignedInAsync(url: models.Url);
        await tab.Page.GotoAsync(path);
        return tab;
    }

    private static ILocator Row(Tab tab, string name) =>
        tab.Page.GetByRole(AriaRole.Region, new() { Name = "Models on disk" }).GetByRole(AriaRole.Row).Filter(new() { Has = tab.Page.GetByText(name, new() { Exact = true }) });

    [GeneratedRegex(@"of \d.*\(\d+ %\)")]
    private static partial Regex Share();

    [GeneratedRegex("^(Load|Unload|Remove|Pull)")]
    private static partial Regex Act();
}
