namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class SignInTests(Stage stage)
{
    [Fact]
    public async Task Leads_back_to_where_one_wanted_to_go()
    {
        await using var tab = await stage.OpenAsync();
        await tab.Page.GotoAsync("/backends?tab=aliases");
        await SignInAsync(tab, ZiggieProcess.Password);
        await Expect(tab.Heading("Backends")).ToBeVisibleAsync();
        Assert.EndsWith("/backends?tab=aliases", tab.Page.Url, StringComparison.Ordinal);
        Assert.Empty(tab.Troubles("401"));
    }

    [Fact]
    public async Task Tells_a_wrong_password_and_keeps_no_token_in_reach_of_scripts()
    {
        await using var tab = await stage.OpenAsync();
        await tab.Page.GotoAsync("/");
        await SignInAsync(tab, "wrong");
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("user name or the password is wrong");
        await SignInAsync(tab, ZiggieProcess.Password);
        await Expect(tab.Heading("Overview")).ToBeVisibleAsync();
        Assert.Equal("", await tab.Page.EvaluateAsync<string>("document.cookie"));
        Assert.DoesNotContain("token", await tab.Page.EvaluateAsync<string>("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/");
        await tab.Button("Account of admin").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        await Expect(tab.Heading("Sign in to Ziggie")).ToBeVisibleAsync();
        await tab.Page.ReloadAsync();
        await Expect(tab.Heading("Sign in to Ziggie")).ToBeVisibleAsync();
    }

    private static async Task SignInAsync(Tab tab, string password)
    {
        await tab.Page.GetByLabel("User name").FillAsync("admin");
        await tab.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await tab.Button("Sign in").ClickAsync();
    }
}
