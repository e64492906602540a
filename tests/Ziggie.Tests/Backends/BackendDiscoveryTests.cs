using Microsoft.AspNetCore.Connections;
using Ziggie.Backends;
using Ziggie.Backends.Probes;
using Ziggie.Settings;
using Ziggie.Tests.Gateway.Paths;

namespace Ziggie.Tests.Backends;

public sealed class BackendDiscoveryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_is_found_also_while_it_loads_its_model(bool loading)
    {
        await using var server = await LlamaServer.StartAsync("tiny");
        server.Loading = loading;

        Assert.Equal(server.Url, Assert.Single(await FindAsync(server.Url)).Url);
    }

    [Fact]
    public async Task What_is_out_of_order_for_another_reason_is_not()
    {
        await using var server = await LlamaServer.StartAsync("tiny");
        (server.Loading, server.Excuse) = (true, "Closed for maintenance");

        Assert.Empty(await FindAsync(server.Url));
    }

    private static Task<IReadOnlyList<BackendSettings>> FindAsync(string url)
    {
        var discovery = new BackendDiscovery(
            new DiscoveryTargets(null, [new BackendSettings { Name = "llama-server", Type = BackendType.OpenAi, Url = url }]),
            new BackendFactory(new ViaName("1.1 test"), new NoSimulator(), null!, TimeProvider.System),
            new BackendProber([new OpenAiProbe()], TimeProvider.System));
        return discovery.FindAsync(new HashSet<string>(), TestContext.Current.CancellationToken);
    }

    private sealed class NoSimulator : IBuiltinSimulator
    {
        public ValueTask<ConnectionContext> ConnectAsync(CancellationToken cancel) => throw new NotSupportedException();
    }
}
