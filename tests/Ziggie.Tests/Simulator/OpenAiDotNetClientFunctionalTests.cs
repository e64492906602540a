using Ziggie.Simulator;

namespace Ziggie.Tests.Simulator;

/// <summary>The unmodified .NET client finds nothing amiss with the simulator.</summary>
public sealed class OpenAiDotNetClientFunctionalTests : SimulatorTestBase
{
    private const string Key = "zk-right";

    public static TheoryData<string> Names => [.. OpenAiDotNetClientCases.Names];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public async Task The_official_client_holds(string name)
    {
        var server = await StartAsync(SimulatorOptions.Instant with { ApiKey = Key, Tokens = null });

        await new OpenAiDotNetClientCases(server.Url, Key, "demo").RunAsync(name, Cancellation);
    }
}
