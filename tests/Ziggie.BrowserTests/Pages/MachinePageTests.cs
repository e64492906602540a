using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class MachinePageTests(Stage stage)
{
    [Fact]
    public async Task Tells_how_the_machine_is_as_it_happens()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/machine");
        await Expect(tab.Page.GetByTestId("now-cpu")).ToContainTextAsync("%");
        await Expect(tab.Page.GetByTestId("now-memory")).ToContainTextAsync("of");
        await Expect(tab.Page.GetByTestId("cores").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(Environment.ProcessorCount);
        foreach (var chart in (string[])["cpu", "memory", "load", "network"])
            await Expect(tab.Page.GetByTestId($"chart-{chart}").Locator("canvas")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Disk space" }).GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("%");

        await Radio(tab, "View", "Table");
        var load = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Load over time" });
        var before = await load.GetByRole(AriaRole.Row).CountAsync();
        await Expect(load.GetByRole(AriaRole.Row).Nth(before + 1)).ToBeVisibleAsync();
        Assert.EndsWith("/machine?view=table", tab.Page.Url, StringComparison.Ordinal);
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task The_range_is_in_the_address_and_asks_the_history()
    {
        await using var tab = await stage.OpenSignedInAsync();
        // The first sample of the history comes with the first look, which this page takes.
        await tab.Page.GotoAsync("/machine");
        await Expect(tab.Page.GetByTestId("chart-cpu").Locator("canvas")).ToBeVisibleAsync();
        var asked = tab.Page.WaitForRequestAsync(r => r.Url.Contains("/api/system/history?metric=cpu.user", StringComparison.Ordinal));
        await Radio(tab, "Range", "6 hours");
        var query = System.Web.HttpUtility.ParseQueryString(new Uri((await asked).Url).Query);
        Assert.Equal(TimeSpan.FromHours(6), DateTimeOffset.Parse(query["to"]!, null) - DateTimeOffset.Parse(query["from"]!, null));
        Assert.EndsWith("/machine?range=6h", tab.Page.Url, StringComparison.Ordinal);

        await tab.Page.GotoAsync("/machine?range=1h&view=table");
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Load over time" }).GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync(".");
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task Processes_are_sorted_and_filtered()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/machine");
        await tab.Page.GetByRole(AriaRole.Tab, new() { Name = "Processes" }).ClickAsync();
        var table = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Processes" });
        await Expect(table.GetByRole(AriaRole.Columnheader, new() { Name = "Of a core" })).ToHaveAttributeAsync("aria-sort", "descending");
        await table.GetByRole(AriaRole.Button, new() { Name = "Memory", Exact = true }).ClickAsync();
        await table.GetByRole(AriaRole.Button, new() { Name = "Memory", Exact = true }).ClickAsync();
        await Expect(table.GetByRole(AriaRole.Columnheader, new() { Name = "Memory", Exact = true })).ToHaveAttributeAsync("aria-sort", "descending");
        await tab.Page.GetByLabel("Filter processes").FillAsync($"{Environment.ProcessId}");
        await Expect(table.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync($"{Environment.ProcessId}");
        Assert.Contains("tab=processes", tab.Page.Url, StringComparison.Ordinal);
        Assert.Contains("sort=-memory", tab.Page.Url, StringComparison.Ordinal);
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task Without_a_graphics_card_one_line_says_so()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await WithStatsAsync(tab, stats =>
        {
            stats["gpus"] = new JsonArray();
            stats["unavailable"] = new JsonArray(Missing("nvidia", "There is no NVIDIA driver here."));
        });
        await tab.Page.GotoAsync("/machine");
        await Expect(tab.Page.GetByTestId("no-gpu")).ToHaveTextAsync("No graphics card: models compute on the processors. There is no NVIDIA driver here.");
        await Expect(tab.Page.GetByText("Not told by this machine")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_idle_card_with_a_model_is_shown_and_what_is_missing_has_its_reason()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await WithStatsAsync(tab, stats =>
        {
            stats["gpus"] = new JsonArray(Card(0, "Big Card", used: 0, memory: 18_000_000_000), Card(1, "Small Card", used: 80, memory: 500_000_000));
            stats["temperatures"] = new JsonArray();
            stats["disks"]![0]!["problem"] = "Does not answer.";
            stats["disks"]![0]!["usedPercent"] = null;
            stats["unavailable"] = new JsonArray(Missing("temperatures", "It does not answer."));
        });
        await tab.Page.GotoAsync("/machine");
        var card = tab.Page.GetByTestId("gpu-0");
        await Expect(card).ToContainTextAsync("Big Card");
        await Expect(card).ToContainTextAsync("17 GiB of 22 GiB");
        await Expect(card).ToContainTextAsync("idle, with something loaded");
        await Expect(card).ToContainTextAsync("1 process: 4711 (17 GiB)");
        await Expect(tab.Page.GetByTestId("gpu-1")).Not.ToContainTextAsync("idle");
        foreach (var chart in (string[])["used", "memory", "power", "temperature"]) await Expect(tab.Page.GetByTestId($"chart-gpu-{chart}")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByText("Temperatures: It does not answer.")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Disk space" })).ToContainTextAsync("Does not answer.");
    }

    [Fact]
    public async Task A_failure_says_its_cause_and_can_be_tried_again()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await SilenceFeedsAsync(tab);
        await tab.Page.RouteAsync("**/api/system/stats", route => route.FulfillAsync(new() { Status = 500, ContentType = "application/problem+json", Body = """{"title":"Broken","status":500,"detail":"The machine is shy.","code":"shy"}""" }));
        await tab.Page.GotoAsync("/machine");
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The machine is shy.");
        await tab.Page.UnrouteAsync("**/api/system/stats");
        await tab.Button("Try again").ClickAsync();
        await Expect(tab.Page.GetByTestId("now-cpu")).ToContainTextAsync("%");
    }

    [Fact]
    public async Task Is_found_by_name_and_fits_a_narrow_screen()
    {
        await using var tab = await stage.OpenSignedInAsync(width: 400, height: 900);
        await tab.Page.GotoAsync("/");
        await Expect(tab.Heading("Overview")).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Control+k");
        await tab.Page.GetByPlaceholder("Pages, models, conversations, actions").FillAsync("temperature");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Heading("Machine")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByTestId("chart-cpu").Locator("canvas")).ToBeVisibleAsync();
        Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(await Accessibility.FaultsAsync(tab.Page));
    }

    private static async Task Radio(Tab tab, string group, string choice) =>
        await tab.Page.GetByRole(AriaRole.Radiogroup, new() { Name = group }).GetByText(choice, new() { Exact = true }).ClickAsync();

    private static JsonObject Missing(string what, string reason) => new() { ["what"] = what, ["reason"] = reason };

    private static JsonObject Card(int index, string name, double used, long memory) => new()
    {
        ["vendor"] = "nvidia",
        ["index"] = index,
        ["id"] = $"GPU-{index}",
        ["name"] = name,
        ["usedPercent"] = used,
        ["memoryTotal"] = Bytes(24_000_000_000),
        ["memoryUsed"] = Bytes(memory),
        ["celsius"] = 41,
        ["watts"] = 30,
        ["wattsLimit"] = 350,
        ["processes"] = new JsonArray(new JsonObject { ["pid"] = 4711, ["memory"] = Bytes(memory) }),
    };

    private static JsonObject Bytes(long bytes) => new() { ["bytes"] = bytes, ["gib"] = Math.Round(bytes / (double)(1 << 30), 2) };

    /// <summary>Another machine than this one, which stands still.</summary>
    private static async Task WithStatsAsync(Tab tab, Action<JsonNode> change)
    {
        await SilenceFeedsAsync(tab);
        await tab.Page.RouteAsync("**/api/system/stats", async route =>
        {
            var answer = await route.FetchAsync();
            var stats = JsonNode.Parse(await answer.TextAsync())!;
            change(stats);
            await route.FulfillAsync(new() { Response = answer, Body = stats.ToJsonString(JsonSerializerOptions.Web) });
        });
    }

    private static Task SilenceFeedsAsync(Tab tab) => tab.Page.RouteWebSocketAsync("**/api/feeds/ws", _ => { });
}
