namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class EveryPageTests(Stage stage)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "/", "Overview" },
        { "/chat", "New conversation" },
        { "/models", "Models" },
        { "/backends", "Backends" },
        { "/llm-test", "LLM test" },
        { "/machine", "Machine" },
        { "/machine?view=table&range=1h", "Machine" },
        { "/machine?tab=processes", "Machine" },
        { "/ports", "Ports" },
        { "/ports?tab=listeners", "Ports" },
        { "/doctor", "Doctor" },
        { "/doctor?tab=codes", "Doctor" },
        { "/docs/doctor/X000", "Doctor" },
        { "/usage", "Usage" },
        { "/keys", "Keys" },
        { "/users", "Users" },
        { "/audit", "Audit" },
        { "/settings", "Settings" },
        { "/settings?tab=account", "Settings" },
        { "/docs", "API" },
        { "/nowhere", "No such page" },
    };

    [Theory, MemberData(nameof(Pages))]
    public async Task Opens_without_errors_and_can_be_used_by_everybody(string path, string heading)
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync(path);
        await Expect(tab.Heading(heading)).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        Assert.Equal("", string.Join("\n", await Accessibility.FaultsAsync(tab.Page)));
        Assert.Equal("", string.Join("\n", tab.Troubles()));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Fits_a_narrow_screen(string path, string heading)
    {
        await using var tab = await stage.OpenSignedInAsync(360, 740);
        await tab.Page.GotoAsync(path);
        await Expect(tab.Heading(heading)).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        Assert.True(await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 360, "The page scrolls sideways.");
    }

    [Fact]
    public async Task A_narrow_screen_shows_a_table_as_cards_with_nothing_out_of_sight()
    {
        await using var tab = await stage.OpenSignedInAsync(360, 740);
        await tab.Page.GotoAsync("/backends");
        var row = tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "local" });
        await Expect(row).ToContainTextAsync("online");
        var table = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Backends" });
        Assert.True(await table.EvaluateAsync<bool>("e => e.scrollWidth <= e.clientWidth"), "The table scrolls sideways.");
    }

    [Fact]
    public async Task Ctrl_K_finds_pages()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/");
        await Expect(tab.Heading("Overview")).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Control+k");
        await tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Search", Exact = true }).FillAsync("audit");
        await Expect(tab.Page.GetByText("Nothing by that name")).ToHaveCountAsync(0);
        await tab.Page.Keyboard.PressAsync("ArrowDown");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Heading("Audit")).ToBeVisibleAsync();
    }
}
