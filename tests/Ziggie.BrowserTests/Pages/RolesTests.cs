namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class RolesTests(Stage stage)
{
    [Fact]
    public async Task A_viewer_sees_no_page_that_the_role_may_not()
    {
        await using var admin = await stage.OpenSignedInAsync();
        var made = await admin.Page.APIRequest.PostAsync("/api/users", new() { DataObject = new { username = "vera", password = ZiggieProcess.Password, role = "viewer" } });
        Assert.True(made.Ok, await made.TextAsync());

        await using var tab = await stage.OpenSignedInAsync(user: "vera");
        await tab.Page.GotoAsync("/");
        await Expect(tab.Heading("Overview")).ToBeVisibleAsync();
        var pages = tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" });
        await Expect(pages).ToContainTextAsync("Usage");
        await Expect(pages).Not.ToContainTextAsync("Chat");
        await Expect(pages).Not.ToContainTextAsync("Audit");
        foreach (var path in (string[])["/chat", "/audit", "/users"])
        {
            await tab.Page.GotoAsync(path);
            await Expect(tab.Heading("Not for your role")).ToBeVisibleAsync();
        }
        Assert.Empty(tab.Troubles());
    }
}
