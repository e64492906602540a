using System.Text.RegularExpressions;

namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class LlmTestPageTests(Stage stage)
{
    [Fact]
    public async Task Shows_that_the_service_is_online_and_generates_a_text()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/llm-test");
        var badge = tab.Page.Locator("#llm-status");
        await Expect(badge).ToHaveTextAsync("ONLINE");
        await tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Model" }).FillAsync(Stage.Model);
        await tab.Page.GetByRole(AriaRole.Option, new() { Name = Stage.Model }).First.ClickAsync();
        await tab.Page.GetByLabel("Prompt").FillAsync("[[say:Hello from the other side]]");
        await tab.Button("Generate Text").ClickAsync();
        var output = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Output" });
        await Expect(output).ToContainTextAsync("Hello from the other side");
        await Expect(output).ToContainTextAsync("Total");
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task Shows_that_the_service_is_offline_and_why()
    {
        await using var ziggie = await ZiggieProcess.StartAsync(
            $$"""
            discovery: { enabled: false }
            backends:
              - { name: gone, type: ollama, url: "http://127.0.0.1:{{FreePort.Find()}}" }
            """, demo: false, TestContext.Current.CancellationToken);
        await using var tab = await stage.OpenSignedInAsync(url: ziggie.Url);
        await tab.Page.GotoAsync("/llm-test");
        await Expect(tab.Page.Locator("#llm-status")).ToHaveTextAsync("OFFLINE");
        await Expect(tab.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^N10[14]$") })).ToHaveAttributeAsync("href", new Regex("backend%3Agone$"));
        await Expect(tab.Button("Generate Text")).ToBeDisabledAsync();
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task An_error_says_why()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/llm-test");
        await tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Model" }).FillAsync(Stage.Model);
        await tab.Page.GetByRole(AriaRole.Option, new() { Name = Stage.Model }).First.ClickAsync();
        await tab.Page.GetByLabel("Prompt").FillAsync("[[fault:500]] please");
        await tab.Button("Generate Text").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Try again");
    }
}
