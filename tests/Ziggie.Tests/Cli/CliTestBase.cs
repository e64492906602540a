using System.Text.Json;

namespace Ziggie.Tests.Cli;

/// <summary>A stand-in server and a command line that is pointed at it.</summary>
public abstract class CliTestBase : IAsyncLifetime
{
    private protected StandInServer Server { get; private set; } = null!;
    private protected CliRunner Cli { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Server = await StandInServer.StartAsync();
        Cli.Environment["ZIGGIE_URL"] = Server.Url;
        Cli.Environment["ZIGGIE_KEY"] = "zk-test";
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Cli.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
