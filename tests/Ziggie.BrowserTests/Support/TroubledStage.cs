namespace Ziggie.BrowserTests.Support;

/// <summary>A Ziggie with something for the doctor to find: a backend where nobody listens, and one at a port where servers can be put in each other's way.</summary>
public sealed class TroubledStage : IAsyncLifetime
{
    /// <summary>The backend where nobody listens.</summary>
    public const string Gone = "gone";

    /// <summary>The backend at <see cref="SharedPort"/>.</summary>
    public const string Hidden = "hidden";

    private ZiggieProcess? _ziggie;

    public Uri Url => _ziggie!.Url;

    public int Port { get; } = FreePort.Find();

    public int SharedPort { get; } = FreePort.Find();

    /// <summary>Ziggie's own; it is read by those who want to know whether Ziggie runs.</summary>
    public string PidFile => Path.Combine(_ziggie!.Data, "ziggie.pid");

    public async ValueTask InitializeAsync() =>
        _ziggie = await ZiggieProcess.StartAsync(
            $$"""
            discovery: { enabled: false }
            backends:
              - { name: {{Gone}}, type: openai, url: "http://127.0.0.1:{{Port}}/v1" }
              - { name: {{Hidden}}, type: openai, url: "http://127.0.0.1:{{SharedPort}}/v1" }
            """, demo: false, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_ziggie is not null) await _ziggie.DisposeAsync();
    }
}
