using Ziggie.Simulator;

namespace Ziggie.BrowserTests.Support;

/// <summary>What all browser tests share: a simulated model server, Ziggie in front of it, and Chromium.</summary>
public sealed class Stage : IAsyncLifetime
{
    /// <summary>The simulated server's model; prompts steer it (<c>[[say:…]]</c>, <c>[[tokens:…]]</c>).</summary>
    public const string Model = "sim";

    private const float PatienceMs = 20_000;

    private SimulatorServer? _simulator;
    private ZiggieProcess? _ziggie;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public SimulatorServer Simulator => _simulator!;

    public Uri Url => _ziggie!.Url;

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        SetDefaultExpectTimeout(PatienceMs);
        _simulator = await SimulatorServer.StartAsync(
            new SimulatorOptions { Models = [Model], First = TimeSpan.FromMilliseconds(80), Gap = TimeSpan.FromMilliseconds(15), Tokens = 30 }, cancel);
        _ziggie = await ZiggieProcess.StartAsync(
            $$"""
            discovery: { enabled: false }
            backends:
              - { name: local, type: openai, url: "http://127.0.0.1:{{_simulator.Port}}/v1" }
            """, demo: true, cancel);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A tab of a browser that nobody has used.</summary>
    public async Task<Tab> OpenAsync(int width = 1280, int height = 800, Uri? url = null)
    {
        var context = await _browser!.NewContextAsync(new() { BaseURL = (url ?? Url).ToString(), ViewportSize = new() { Width = width, Height = height } });
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        context.SetDefaultTimeout(PatienceMs);
        return await Tab.OpenAsync(context);
    }

    /// <summary>A tab of a browser in which somebody is signed in; all have the same password.</summary>
    public async Task<Tab> OpenSignedInAsync(int width = 1280, int height = 800, Uri? url = null, string user = "admin")
    {
        var tab = await OpenAsync(width, height, url);
        var answer = await tab.Page.APIRequest.PostAsync("/api/auth/login", new() { DataObject = new { username = user, password = ZiggieProcess.Password, cookie = true } });
        Assert.True(answer.Ok, await answer.TextAsync());
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_ziggie is not null) await _ziggie.DisposeAsync();
        if (_simulator is not null) await _simulator.DisposeAsync();
    }
}

/// <summary>One stage for all, one test at a time: a browser is heavy.</summary>
[CollectionDefinition(Name)]
public sealed class OnStage : ICollectionFixture<Stage>
{
    public const string Name = "stage";
}
