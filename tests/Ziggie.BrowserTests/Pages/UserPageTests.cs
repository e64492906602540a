namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class UserPageTests(Stage stage)
{
    [Fact]
    public async Task A_user_is_added_disabled_and_deleted_and_the_audit_tells_it()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/users");
        await tab.Button("Add a user").ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Add a user" });
        await dialog.GetByLabel("User name").FillAsync("grace");
        await dialog.GetByLabel("First password").FillAsync("short");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("at least 8 characters");
        await dialog.GetByLabel("First password").FillAsync(ZiggieProcess.Password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var row = tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "grace" });
        await Expect(row).ToContainTextAsync("never");

        await using (var hers = await stage.OpenSignedInAsync(user: "grace"))
        {
            await hers.Page.GotoAsync("/chat");
            await Expect(hers.Heading("New conversation")).ToBeVisibleAsync();
            await tab.Button("Actions for grace").ClickAsync();
            await tab.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Disable" }).ClickAsync();
            await Expect(row).ToContainTextAsync("no, disabled");
            await hers.Page.ReloadAsync();
            await Expect(hers.Heading("Sign in to Ziggie")).ToBeVisibleAsync();
        }

        await tab.Button("Actions for grace").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);

        await tab.Page.GotoAsync("/audit?action=user.delete");
        var told = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Audit entries" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "grace" });
        await Expect(told).ToContainTextAsync("user.delete");
        await Expect(told).ToContainTextAsync("127.0.0.1");
    }

    [Fact]
    public async Task Another_session_is_ended_from_the_settings()
    {
        await using var other = await stage.OpenSignedInAsync();
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/settings?tab=account");
        var sessions = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Sessions" });
        await Expect(sessions).ToContainTextAsync("this one");
        await Expect(tab.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        var rows = sessions.GetByRole(AriaRole.Row);
        var before = await rows.CountAsync();
        await sessions.GetByRole(AriaRole.Button, new() { Name = "End it" }).First.ClickAsync();
        await Expect(rows).ToHaveCountAsync(before - 1);
        await Expect(sessions).ToContainTextAsync("this one");
    }
}
