using System.Text.RegularExpressions;

namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class DocsPageTests(Stage stage)
{
    [Fact]
    public async Task Finds_an_operation_shows_it_and_calls_it()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/");
        await tab.Button("Account of admin").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Menuitem, new() { Name = "API documentation" }).ClickAsync();
        await Expect(tab.Heading("API")).ToBeVisibleAsync();
        await tab.Page.GetByLabel("Search the API").FillAsync("post completions chat");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "POST /v1/chat/completions" }).ClickAsync();

        var shown = tab.Page.GetByRole(AriaRole.Article, new() { Name = "POST /v1/chat/completions" });
        await Expect(shown).ToContainTextAsync("models");
        await Expect(shown).ToContainTextAsync("messages object[] required");
        await Expect(shown.GetByLabel("Body to send")).ToHaveValueAsync(new Regex("\"Say hello.\""));
        await tab.Button("Send POST").ClickAsync();
        await Expect(shown.GetByRole(AriaRole.Status)).ToContainTextAsync("200 OK");
        await Expect(shown.GetByRole(AriaRole.Region, new() { Name = "Answer", Exact = true })).ToContainTextAsync("chat.completion");
        Assert.Empty(await Accessibility.FaultsAsync(tab.Page));
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_link_shows_the_operation_and_what_it_still_needs()
    {
        await using var tab = await stage.OpenSignedInAsync(360, 740);
        await tab.Page.GotoAsync("/docs?op=get+%2Fv1%2Fmodels%2F%7Bid%7D");
        var send = tab.Button("Send GET");
        await Expect(send).ToBeDisabledAsync();
        await tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "id" }).FillAsync("no such model");
        await send.ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Try it" }).GetByRole(AriaRole.Status)).ToContainTextAsync("404");
        await tab.Button("All operations").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = "GET /api/backends" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Asks_those_who_are_not_signed_in_to_do_so_first()
    {
        await using var tab = await stage.OpenAsync();
        await tab.Page.GotoAsync("/docs");
        await Expect(tab.Heading("Sign in to Ziggie")).ToBeVisibleAsync();
        Assert.EndsWith("/sign-in?to=%2Fdocs", tab.Page.Url, StringComparison.Ordinal);
    }
}
