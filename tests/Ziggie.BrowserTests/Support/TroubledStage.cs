namespace Ziggie.BrowserTests.Support;

/// <summary>A Ziggie with something for the doctor to find: a backend where nobody listens, and a place for stale files.</summary>
public sealed class TroubledStage : IAsyncLifetime
{
    /// <summary>The backend where nobody listens.</summary>
    public const string Gone = "gone";

    private ZiggieProcess? _ziggie;

    public Uri Url => _ziggie!.Url;

    public int Port { get; } = FreePort.Find();

    /// <summary>Leaves the file of a process that has ended.</summary>
    public async Task<string> LeavePidFileAsync(string name, int pid)
    {
        var path = Path.Combine(_ziggie!.Data, name);
        await File.WriteAllTextAsync(path, $"{pid}\n", TestContext.Current.CancellationToken);
        return path;
    }

    public async ValueTask InitializeAsync() =>
        _ziggie = await ZiggieProcess.StartAsync(
            $$"""
            discovery: { enabled: false }
            backends:
              - { name: {{Gone}}, type: openai, url: "http://127.0.0.1:{{Port}}/v1" }
            """, demo: false, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_ziggie is not null) await _ziggie.DisposeAsync();
    }
}
