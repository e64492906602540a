using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ziggie.Tests.Machine.Listeners;

namespace Ziggie.BrowserTests.Pages;

/// <summary>The Doctor page, against what the real doctor finds.</summary>
[Collection(OnStage.Name)]
public sealed class DoctorPageTests(Stage stage, TroubledStage troubled) : IClassFixture<TroubledStage>
{
    /// <summary>No process has that number: Linux counts to 2^22 at most.</summary>
    private const int Nobody = 4_194_305;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Refused; where the tests run in a container, the doctor says of localhost that it is the container.</summary>
    [Fact]
    public async Task An_offline_backend_leads_to_its_root_cause_and_the_count_cannot_be_missed()
    {
        await using var tab = await stage.OpenSignedInAsync(url: troubled.Url);
        await tab.Page.GotoAsync("/backends");
        await tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = TroubledStage.Gone }).GetByRole(AriaRole.Link, new() { NameRegex = new Regex("N10[14]$") }).ClickAsync();

        await Expect(tab.Heading("Doctor")).ToBeVisibleAsync();
        var finding = tab.Page.Locator("[data-chosen]");
        await Expect(finding).ToContainTextAsync("problem");
        await Expect(finding).ToContainTextAsync($"backend {TroubledStage.Gone}");
        await Expect(finding).ToContainTextAsync("Cause:");
        await Expect(finding.GetByRole(AriaRole.List, new() { Name = "Evidence" })).ToContainTextAsync($"{troubled.Port}");
        await finding.GetByRole(AriaRole.Button, new() { Name = "Copy the" }).First.ClickAsync();
        await Expect(finding.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        var report = await (await tab.Page.APIRequest.GetAsync("/api/doctor")).JsonAsync();
        var copied = await tab.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Contains(report!.Value.GetProperty("findings").EnumerateArray().SelectMany(f => f.GetProperty("evidence").EnumerateArray()), e => e.GetString()!.StartsWith(copied + " → ", StringComparison.Ordinal));
        var problems = report.Value.GetProperty("findings").EnumerateArray().Count(IsProblem);
        Assert.InRange(problems, 1, 100);
        await Expect(tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = "Doctor" })).ToContainTextAsync($"{problems} problem");
        await Expect(tab.Page.GetByTestId("problems")).ToContainTextAsync($"{problems} problem");
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task What_is_left_over_at_a_port_is_named_ended_and_seen_to_be_gone()
    {
        using var meant = await PerlServer.StartAsync("0.0.0.0", troubled.SharedPort, Cancel);
        using var stale = await PerlServer.StartAsync("127.0.0.1", troubled.SharedPort, Cancel, forks: true);
        var target = $"port tcp {troubled.SharedPort}";
        await using var tab = await stage.OpenSignedInAsync(url: troubled.Url);
        await tab.Page.GotoAsync("/doctor");
        await tab.Button("Run again").ClickAsync();
        var finding = tab.Page.GetByTestId("finding").Filter(new() { HasText = "P202" }).Filter(new() { HasText = target });
        await Expect(finding).ToContainTextAsync("problem");
        await Expect(FixButton(tab, "P202", target)).ToHaveCountAsync(0);
        await stale.EndParentAsync(Cancel);
        await tab.Button("Run again").ClickAsync();
        await Expect(finding.GetByRole(AriaRole.List, new() { Name = "Evidence" }).First).ToContainTextAsync($"process {stale.Child} inherited the socket");

        var consequence = finding.GetByRole(AriaRole.Link, new() { Name = $"backend {TroubledStage.Hidden}" }).First;
        await Expect(consequence).ToBeHiddenAsync();
        await finding.GetByRole(AriaRole.Button, new() { Name = "what follows from it" }).ClickAsync();
        await Expect(consequence).ToBeVisibleAsync();

        await tab.Page.GotoAsync($"/doctor?selected=P202%2Fbackend%3A{TroubledStage.Hidden}");
        await Expect(finding.Locator("[data-chosen]").GetByRole(AriaRole.Link, new() { Name = $"backend {TroubledStage.Hidden}" })).ToBeVisibleAsync();
        await FixButton(tab, "P202", target).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Fix P202, {target}" });
        await Expect(dialog.GetByRole(AriaRole.List, new() { Name = "Steps" })).ToContainTextAsync($"End process {stale.Child} (perl");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Do it" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("Done, and it helped");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();
        await Expect(finding).ToHaveCountAsync(0);
        await tab.Page.GotoAsync("/audit?action=doctor.fix");
        await Expect(tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"P202 port:tcp/{troubled.SharedPort}" }).First).ToContainTextAsync("ok");
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_fix_whose_target_changed_is_refused_and_can_be_shown_anew()
    {
        var target = $"file {troubled.PidFile}";
        var right = await File.ReadAllTextAsync(troubled.PidFile, Cancel);
        await File.WriteAllTextAsync(troubled.PidFile, $"{Nobody}\n", Cancel);
        await using var tab = await stage.OpenSignedInAsync(url: troubled.Url);
        await tab.Page.GotoAsync("/doctor");
        await tab.Button("Run again").ClickAsync();
        await FixButton(tab, "S503", target).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Fix S503, {target}" });
        await Expect(dialog.GetByRole(AriaRole.List, new() { Name = "Steps" })).ToContainTextAsync($"{Nobody}");

        await File.WriteAllTextAsync(troubled.PidFile, $"{Nobody + 1}\n", Cancel);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Do it" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was done");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Show what would be done now" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.List, new() { Name = "Steps" })).ToContainTextAsync($"{Nobody + 1}");
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Equal($"{Nobody + 1}\n", await File.ReadAllTextAsync(troubled.PidFile, Cancel));
        await File.WriteAllTextAsync(troubled.PidFile, right, Cancel);
        Assert.Empty(tab.Troubles("409"));
    }

    [Fact]
    public async Task A_viewer_sees_findings_but_neither_evidence_nor_buttons()
    {
        await using var admin = await stage.OpenSignedInAsync(url: troubled.Url);
        await admin.Page.APIRequest.PostAsync("/api/users", new() { DataObject = new { username = "vera", password = ZiggieProcess.Password, role = "viewer" } });
        await using var tab = await stage.OpenSignedInAsync(url: troubled.Url, user: "vera");
        await tab.Page.GotoAsync("/doctor");
        await Expect(tab.Page.GetByTestId("finding").Filter(new() { HasText = $"backend {TroubledStage.Gone}" })).ToContainTextAsync("An operator also sees what shows it");
        await Expect(tab.Page.GetByRole(AriaRole.List, new() { Name = "Evidence" })).ToHaveCountAsync(0);
        await Expect(tab.Button("Run again")).ToHaveCountAsync(0);
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task Codes_are_explained_and_each_has_an_address()
    {
        await using var tab = await stage.OpenSignedInAsync(url: troubled.Url);
        await tab.Page.GotoAsync("/docs/doctor/X000");
        var drawer = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "X000: A check itself failed" });
        await Expect(drawer).ToContainTextAsync("What it means");
        await Expect(drawer).ToContainTextAsync("ziggie doctor --json");
        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.Page.GetByLabel("Filter codes").FillAsync("itself failed");
        var rows = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Codes" }).Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync("X000");
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_healthy_machine_is_told_so_with_what_was_looked_at()
    {
        await using var tab = await stage.OpenSignedInAsync(url: troubled.Url);
        await ChangeReportAsync(tab, report => report["findings"] = new JsonArray());
        await tab.Page.GotoAsync("/doctor?selected=N101%2Fbackend%3Agone");
        await Expect(tab.Heading("Nothing found")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByText("Checked: backends (2)")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByText("The last look did not find N101 for backend:gone")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByTestId("problems")).ToHaveCountAsync(0);
    }

    private static ILocator FixButton(Tab tab, string code, string target) => tab.Page.GetByRole(AriaRole.Button, new() { Name = $"Fix {code}, {target}…" });

    private static bool IsProblem(JsonElement finding) =>
        finding.GetProperty("severity").GetString() == "problem" || finding.GetProperty("consequences").EnumerateArray().Any(c => c.GetProperty("severity").GetString() == "problem");

    /// <summary>The real report, a little changed.</summary>
    private static async Task ChangeReportAsync(Tab tab, Action<JsonNode> change) => await tab.Page.RouteAsync("**/api/doctor", async route =>
    {
        var answer = await route.FetchAsync();
        var report = JsonNode.Parse(await answer.TextAsync())!;
        change(report);
        await route.FulfillAsync(new() { Response = answer, Body = report.ToJsonString() });
    });
}
