using System.Text.RegularExpressions;

namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed partial class ChatTests(Stage stage)
{
    [Fact]
    public async Task Streams_a_reply_and_shows_its_code()
    {
        await using var tab = await OpenChatAsync();
        await SendAsync(tab, "[[say:A list:\n\n```csharp\npublic int X;\n```\n\n<img src=x onerror=alert(1)>]]");
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "done");
        await Expect(Reply(tab).Locator("pre .hljs-keyword").First).ToHaveTextAsync("public");
        await Expect(Reply(tab).Locator("img")).ToHaveCountAsync(0);
        await Expect(Reply(tab)).ToContainTextAsync("sim at local");
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_reply_goes_on_while_the_page_reloads()
    {
        await using var tab = await OpenChatAsync();
        await SendAsync(tab, "[[tokens:250]] Go on");
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "running");
        await tab.Page.ReloadAsync();
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "running");
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "done");
        await Expect(Reply(tab)).ToContainTextAsync("250 tokens");
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task Stop_ends_the_work_at_the_backend_and_keeps_the_text()
    {
        await using var tab = await OpenChatAsync();
        await SendAsync(tab, "[[tokens:5000]] Forever");
        await Expect(Reply(tab)).ToContainTextAsync(Words());
        await tab.Button("Stop").ClickAsync();
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "stopped");
        await stage.Simulator.WaitForCancellationAsync(TestContext.Current.CancellationToken);
        await Expect(tab.Button("Send")).ToBeVisibleAsync();
        Assert.NotEmpty(await Reply(tab).InnerTextAsync());
    }

    [Fact]
    public async Task An_edit_runs_again_and_an_answer_can_be_made_anew()
    {
        await using var tab = await OpenChatAsync();
        await SendAsync(tab, "[[say:first]]");
        await Expect(Reply(tab)).ToContainTextAsync("first");
        await tab.Button("Edit and run again").ClickAsync();
        await tab.Page.GetByLabel("Edit the message").FillAsync("[[say:second]]");
        await tab.Button("Run again").ClickAsync();
        await Expect(Reply(tab)).ToContainTextAsync("second");
        await Expect(tab.Page.Locator("[data-role]")).ToHaveCountAsync(2);

        var before = stage.Simulator.Stats.Tokens;
        await tab.Button("Answer again").ClickAsync();
        await stage.Simulator.WaitUntilAsync(s => s.Tokens > before, TestContext.Current.CancellationToken);
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "done");
        await Expect(tab.Page.Locator("[data-role]")).ToHaveCountAsync(2);
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_failure_is_told_beside_what_had_come()
    {
        await using var tab = await OpenChatAsync();
        await SendAsync(tab, "[[say:one two three four five six]] [[fault:drop after=3]]");
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "failed");
        await Expect(Reply(tab).GetByRole(AriaRole.Alert)).ToContainTextAsync("The reply broke off");
    }

    [Fact]
    public async Task An_answer_that_was_read_before_the_news_but_comes_after_it_undoes_nothing()
    {
        await using var tab = await OpenChatAsync();
        var release = new TaskCompletionSource();
        await tab.Page.RouteAsync(new Regex("/api/conversations/[0-9a-f]+$"), async route =>
        {
            var answer = route.Request.Method == "GET" ? await route.FetchAsync() : null;
            if (answer is null)
            {
                await route.ContinueAsync();
                return;
            }
            await release.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });
        await SendAsync(tab, "[[say:one two three four five six]] [[fault:drop after=3]]");
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "failed");
        var late = tab.Page.WaitForResponseAsync(new Regex("/api/conversations/[0-9a-f]+$"));
        release.SetResult();
        await (await late).FinishedAsync();
        // Two frames later the page has taken it in.
        await tab.Page.EvaluateAsync("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 100))))");
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "failed");
        await Expect(Reply(tab).GetByRole(AriaRole.Alert)).ToContainTextAsync("The reply broke off");
    }

    [Fact]
    public async Task A_picture_goes_with_the_question()
    {
        const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        await using var tab = await OpenChatAsync();
        await tab.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "pixel.png", MimeType = "image/png", Buffer = Convert.FromBase64String(Pixel) });
        await Expect(tab.Page.GetByAltText("Attached 1")).ToBeVisibleAsync();
        await SendAsync(tab, "[[say:seen]]");
        await Expect(Reply(tab)).ToContainTextAsync("seen");
        await Expect(tab.Page.Locator("[data-role=user] img")).ToHaveJSPropertyAsync("naturalWidth", 1);
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_draft_survives_a_reload()
    {
        await using var tab = await OpenChatAsync();
        await Box(tab).FillAsync("not sent yet");
        await tab.Page.ReloadAsync();
        await Expect(Box(tab)).ToHaveValueAsync("not sent yet");
    }

    [Fact]
    public async Task Conversations_are_found_by_content_renamed_and_deleted()
    {
        await using var tab = await OpenChatAsync();
        await tab.Page.APIRequest.PostAsync("/api/conversations", new() { DataObject = new { title = "Another one" } });
        await SendAsync(tab, "[[say:the word is xylophone]]");
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "done");
        await tab.Page.GetByRole(AriaRole.Button, new() { NameRegex = Actions() }).Last.ClickAsync();
        await tab.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Rename" }).ClickAsync();
        await tab.Page.GetByLabel("Title", new() { Exact = true }).FillAsync("Instruments");
        await tab.Button("Rename").ClickAsync();
        await Expect(tab.Heading("Instruments")).ToBeVisibleAsync();

        await tab.Page.GetByLabel("Search conversations").FillAsync("xylophone");
        var found = tab.Page.GetByRole(AriaRole.Complementary).GetByRole(AriaRole.Link, new() { NameRegex = Instruments() });
        await Expect(found).ToHaveCountAsync(1);
        await Expect(tab.Page.GetByText("Another one")).ToHaveCountAsync(0);

        await tab.Page.GetByRole(AriaRole.Complementary).GetByRole(AriaRole.Button, new() { Name = "Actions for Instruments" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(found).ToHaveCountAsync(0);
        await Expect(tab.Heading("New conversation")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_reply_is_written_to_its_end_though_the_tab_is_closed()
    {
        string address;
        await using (var left = await OpenChatAsync())
        {
            await SendAsync(left, "[[tokens:120]] Go on without me");
            await Expect(Reply(left)).ToContainTextAsync(Words());
            address = left.Page.Url;
        }
        await using var back = await stage.OpenSignedInAsync();
        await back.Page.GotoAsync(address);
        await Expect(Reply(back)).ToHaveAttributeAsync("data-status", "done");
        await Expect(Reply(back)).ToContainTextAsync("120 tokens");
    }

    [Fact]
    public async Task A_conversation_is_exported_in_both_forms_and_a_reply_is_copied()
    {
        await using var tab = await OpenChatAsync();
        await SendAsync(tab, "[[say:worth keeping]]");
        await Expect(Reply(tab)).ToHaveAttributeAsync("data-status", "done");
        await Reply(tab).GetByRole(AriaRole.Button, new() { Name = "Copy", Exact = true }).ClickAsync();
        Assert.Equal("worth keeping", (await tab.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).Trim());
        foreach (var (form, ending) in ((string, string)[])[("Markdown", ".md"), ("JSON", ".json")])
        {
            await tab.Page.GetByRole(AriaRole.Button, new() { NameRegex = Actions() }).Last.ClickAsync();
            var file = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.GetByRole(AriaRole.Menuitem, new() { Name = $"Export as {form}" }).ClickAsync());
            Assert.EndsWith(ending, file.SuggestedFilename, StringComparison.Ordinal);
            Assert.Contains("worth keeping", await File.ReadAllTextAsync((await file.PathAsync())!, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_demo_model_says_that_it_is_simulated()
    {
        await using var tab = await OpenChatAsync("demo");
        await Expect(tab.Page.GetByText("Simulated", new() { Exact = true })).ToBeVisibleAsync();
    }

    private async Task<Tab> OpenChatAsync(string model = Stage.Model)
    {
        var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync($"/chat?model={model}");
        await Expect(tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Model", Exact = true })).ToHaveValueAsync(model);
        return tab;
    }

    private static ILocator Box(Tab tab) => tab.Page.GetByLabel("Message", new() { Exact = true });

    private static ILocator Reply(Tab tab) => tab.Page.Locator("[data-role=assistant]");

    private static async Task SendAsync(Tab tab, string text)
    {
        await Box(tab).FillAsync(text);
        await Box(tab).PressAsync("Enter");
        await tab.Page.WaitForURLAsync(Conversation());
    }

    [GeneratedRegex("/chat/.+")]
    private static partial Regex Conversation();

    [GeneratedRegex(@"(\w+\s+){5}")]
    private static partial Regex Words();

    [GeneratedRegex("^Actions for ")]
    private static partial Regex Actions();

    [GeneratedRegex("^Instruments")]
    private static partial Regex Instruments();
}
