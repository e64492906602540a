using Ziggie.Tests.Models.Pulls;
using Ziggie.Tests.Support;

namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class FirstModelTests(Stage stage)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_Ziggie_shows_three_ways_and_one_of_them_leads_to_an_answer()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Add("library/first:latest", TinyLlama.Model(3, new TinyLlamaOptions { Context = 2048, Says = ModelStage.Said, ChatTemplate = TinyLlamaOptions.ChatMl }).Build());
        await using var ziggie = await ZiggieProcess.StartAsync(
            $$"""
            discovery: { enabled: false }
            models: { registry: "{{registry.Url.GetLeftPart(UriPartial.Authority)}}", ollamaStores: [] }
            engine: { libraryPath: "{{await ModelStage.LibrariesAsync(Cancel)}}", threads: 1 }
            """, demo: false, Cancel);
        await using var tab = await stage.OpenSignedInAsync(url: ziggie.Url);
        foreach (var path in (string[])["/models", "/", "/chat"])
        {
            await tab.Page.GotoAsync(path);
            var ways = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Three ways to a model" });
            await Expect(ways).ToContainTextAsync("/models");
            await Expect(ways.GetByRole(AriaRole.Link, new() { Name = "Add a backend" })).ToBeVisibleAsync();
            Assert.Equal("", string.Join("\n", await Accessibility.FaultsAsync(tab.Page)));
        }
        await tab.Page.GetByLabel("Name or address").FillAsync("first");
        await tab.Button("Pull").ClickAsync();
        await Expect(tab.Heading("Three ways to a model")).ToHaveCountAsync(0);
        await Expect(tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Model", Exact = true })).ToHaveValueAsync("first:latest");
        await tab.Page.GetByLabel("Message", new() { Exact = true }).FillAsync("Hello");
        await tab.Page.GetByLabel("Message", new() { Exact = true }).PressAsync("Enter");
        await Expect(tab.Page.Locator("[data-role=assistant]")).ToContainTextAsync(ModelStage.Said);
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task Without_the_engine_s_libraries_the_pages_say_how_to_bring_them()
    {
        var folder = Directory.CreateTempSubdirectory("ziggie-browser-models-");
        try
        {
            GgufBuilder.TinyLlama(Path.Combine(folder.FullName, "waits.gguf"));
            await using var ziggie = await ZiggieProcess.StartAsync(
                $$"""
                discovery: { enabled: false }
                models: { path: "{{folder.FullName}}", ollamaStores: [] }
                engine: { libraryPath: "{{folder.FullName}}" }
                """, demo: false, Cancel);
            await using var tab = await stage.OpenSignedInAsync(url: ziggie.Url);
            foreach (var path in (string[])["/models", "/backends"])
            {
                await tab.Page.GotoAsync(path);
                var notice = tab.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "cannot run now" });
                await Expect(notice).ToContainTextAsync("engine.libraryPath");
                await Expect(notice).ToContainTextAsync("ziggie engine install");
            }
            await tab.Page.GotoAsync("/models");
            await tab.Button("Load waits").ClickAsync();
            await Expect(tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "waits" })).ToContainTextAsync("not loaded");
            Assert.Empty(tab.Troubles("503"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
