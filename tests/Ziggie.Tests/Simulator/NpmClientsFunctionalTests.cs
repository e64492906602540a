using Ziggie.Simulator;
using Ziggie.Wire;

namespace Ziggie.Tests.Simulator;

/// <summary>Unmodified clients find nothing amiss with the simulator of their own dialect.</summary>
public sealed class NpmClientsFunctionalTests : SimulatorTestBase
{
    private const string Key = "zk-right";

    [Theory(Timeout = 120_000)]
    [InlineData("openai", Dialect.OpenAi)]
    [InlineData("ollama", Dialect.Ollama)]
    [InlineData("anthropic", Dialect.Anthropic)]
    public async Task The_official_client_holds(string client, Dialect dialect)
    {
        var server = await StartAsync(SimulatorOptions.Instant with { Dialect = dialect, ApiKey = Key, Tokens = null });

        await NpmClients.HoldAsync(client, server.Url, Key, "demo", [], Cancellation);

        var cancelled = await server.WaitForCancellationAsync(Cancellation);
        Assert.True(cancelled.Tokens < 100_000, $"{cancelled.Tokens} tokens were said to a caller that had left.");
    }
}
