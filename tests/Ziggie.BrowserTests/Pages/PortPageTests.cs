using System.Text.Json;
using Ziggie.Tests.Machine.Listeners;

namespace Ziggie.BrowserTests.Pages;

[Collection(OnStage.Name)]
public sealed class PortPageTests(Stage stage)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_answers_at_a_port_that_several_share_is_seen_at_a_glance()
    {
        using var everywhere = await PerlServer.StartAsync("0.0.0.0", 0, Cancel);
        await using var tab = await stage.OpenSignedInAsync();
        var card = Conflict(tab, everywhere.Port);
        using (var one = await PerlServer.StartAsync("127.0.0.1", everywhere.Port, Cancel))
        {
            using (await PerlServer.StartAsync("127.0.0.1", everywhere.Port, Cancel))
            {
                await tab.Page.GotoAsync("/ports");
                await Expect(card).ToContainTextAsync("One server hides another");
                await Expect(card).ToContainTextAsync("Two servers at one address");
                await Expect(card).ToContainTextAsync($"Whoever calls localhost:{everywhere.Port} or 127.0.0.1:{everywhere.Port} reaches perl");
                await Expect(Caller(card, $"127.0.0.1:{everywhere.Port}")).ToContainTextAsync($"perl (2 processes)listens on 127.0.0.1:{everywhere.Port}, 2 sockets");
                await Expect(Caller(card, $"outside:{everywhere.Port}").First).ToContainTextAsync($"perl (process {everywhere.Pid})listens on 0.0.0.0:{everywhere.Port}");
                await card.GetByRole(AriaRole.Button, new() { Name = "Copy command" }).ClickAsync();
                await Expect(card.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
                Assert.Equal($"ss -ltnp 'sport = :{everywhere.Port}'", await tab.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
            }
            await Expect(Caller(card, $"127.0.0.1:{everywhere.Port}")).ToContainTextAsync($"perl (process {one.Pid})");
        }
        await Expect(card).ToHaveCountAsync(0);
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task Listeners_are_narrowed_and_opened_by_keyboard_and_a_link_shows_the_same()
    {
        using var server = await PerlServer.StartAsync("127.0.0.1", 0, Cancel);
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync("/ports?tab=listeners");
        var rows = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Listeners" }).Locator("tbody tr");
        await tab.Page.GetByLabel("Ports", new() { Exact = true }).And(tab.Page.GetByRole(AriaRole.Textbox)).FillAsync($"{server.Port}-{server.Port}");
        await Expect(rows).ToHaveCountAsync(1);
        await tab.Page.GetByLabel("Filter by any word").FillAsync("nothing like this");
        await Expect(tab.Page.GetByText("Nothing matches the filter.")).ToBeVisibleAsync();
        await tab.Page.GetByLabel("Filter by any word").FillAsync("perl");
        await tab.Page.GetByLabel("Protocol").SelectOptionAsync("tcp");
        await Expect(rows).ToContainTextAsync("perl -e");

        await rows.GetByRole(AriaRole.Link).FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        var details = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = $"tcp 127.0.0.1:{server.Port}" });
        await Expect(details.GetByTestId("holder")).ToContainTextAsync($"{server.Pid} perl");
        await Expect(details.GetByTestId("holder")).ToContainTextAsync($"{Environment.ProcessId}");
        await tab.Page.ReloadAsync();
        await Expect(details.GetByTestId("holder")).ToContainTextAsync($"{server.Pid} perl");
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(details).ToHaveCountAsync(0);
        await Expect(rows).ToHaveCountAsync(1);
        Assert.Empty(tab.Troubles());
    }

    [Fact]
    public async Task A_socket_whose_opener_has_ended_is_said_to_be_held_by_others()
    {
        using var server = await PerlServer.StartAsync("127.0.0.1", 0, Cancel, forks: true);
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.GotoAsync($"/ports?tab=listeners&ports={server.Port}");
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Listeners" }).Locator("tbody tr")).ToContainTextAsync($"{server.Child}");
        await server.EndParentAsync(Cancel);

        await Expect(Conflict(tab, server.Port)).ToContainTextAsync($"was opened by process {server.Pid}, which has ended");
        await tab.Page.GetByRole(AriaRole.Region, new() { Name = "Listeners" }).GetByRole(AriaRole.Link, new() { Name = $"{server.Port}" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Table, new() { Name = "Socket" })).ToContainTextAsync($"process {server.Pid}, which has ended: those below hold the socket on");
        await Expect(tab.Page.GetByTestId("holder")).ToContainTextAsync($"{server.Child} perl");
    }

    [Fact]
    public async Task Is_renewed_only_while_somebody_sees_it()
    {
        await using var tab = await stage.OpenSignedInAsync();
        var asked = 0;
        tab.Page.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/api/system/ports", StringComparison.Ordinal)) Interlocked.Increment(ref asked);
        };
        await tab.Page.Clock.InstallAsync();
        await tab.Page.GotoAsync("/ports");
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Ports" })).ToBeVisibleAsync();
        await SetVisibleAsync(tab, "hidden");
        var before = Volatile.Read(ref asked);
        await tab.Page.Clock.RunForAsync(60_000);
        Assert.Equal(before, Volatile.Read(ref asked));
        await tab.Page.RunAndWaitForResponseAsync(
            async () =>
            {
                await SetVisibleAsync(tab, "visible");
                await tab.Page.Clock.RunForAsync(6_000);
            },
            "**/api/system/ports");
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_with_a_way_to_try_again()
    {
        await using var tab = await stage.OpenSignedInAsync();
        await tab.Page.RouteAsync("**/api/system/ports", route => route.AbortAsync());
        await tab.Page.GotoAsync("/ports");
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ziggie cannot be reached");
        await tab.Page.UnrouteAllAsync();
        await tab.Button("Try again").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Ports" })).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    private static ILocator Conflict(Tab tab, int port) => tab.Page.GetByTestId("conflict").Filter(new() { Has = tab.Page.GetByRole(AriaRole.Heading, new() { Name = $"tcp {port}", Exact = true }) });

    private static ILocator Caller(ILocator card, string address) => card.GetByRole(AriaRole.Row).Filter(new() { HasText = address }).Filter(new() { HasText = "listens on" });

    private static Task<JsonElement?> SetVisibleAsync(Tab tab, string state) =>
        tab.Page.EvaluateAsync("state => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true }); document.dispatchEvent(new Event('visibilitychange')) }", state);
}
