using System.ClientModel;
using Ziggie.Simulator;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Simulator;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>Every unmodified client through the real program to a backend of every dialect: none of them notices what is behind.</summary>
public sealed class ClientMatrixFunctionalTests(ThreeDialects all) : IClassFixture<ThreeDialects>
{
    public static TheoryData<string, Dialect> Clients =>
        [.. from client in (string[])["openai", "ollama", "anthropic"] from backend in (Dialect[])[Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic] select (client, backend)];

    public static TheoryData<string, Dialect> DotNetCases =>
        [.. from name in OpenAiDotNetClientCases.Names from backend in (Dialect[])[Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic] where !Impossible.Contains((name, backend)) select (name, backend)];

    /// <summary>Anthropic has no embeddings at all, and Ollama leaves it to the model whether to call a tool: these are refused, see below.</summary>
    private static readonly (string, Dialect)[] Impossible = [("embeddings", Dialect.Anthropic), ("forced tool", Dialect.Ollama)];

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Clients))]
    public Task The_official_npm_client_holds(string client, Dialect backend) =>
        NpmClients.HoldAsync(client, all.Ziggie.Url, all.Ziggie.Key, ThreeDialects.Model(backend), [.. Without(client, backend)], TestContext.Current.CancellationToken);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(DotNetCases))]
    public Task The_official_dotnet_client_holds(string name, Dialect backend) =>
        new OpenAiDotNetClientCases(all.Ziggie.Url, all.Ziggie.Key, ThreeDialects.Model(backend)).RunAsync(name, TestContext.Current.CancellationToken);

    [Theory(Timeout = 60_000)]
    [InlineData("embeddings", Dialect.Anthropic, "embeddings")]
    [InlineData("forced tool", Dialect.Ollama, "tool_choice")]
    public async Task What_a_backend_cannot_do_is_400_for_the_official_dotnet_client_and_says_what(string name, Dialect backend, string says)
    {
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => new OpenAiDotNetClientCases(all.Ziggie.Url, all.Ziggie.Key, ThreeDialects.Model(backend)).RunAsync(name, TestContext.Current.CancellationToken));

        Assert.Equal(400, refused.Status);
        Assert.Contains(says, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Cases that the pairing cannot have, each with the reason.</summary>
    private static IEnumerable<string> Without(string client, Dialect backend)
    {
        // Models are pulled and removed at the backend, not through the gateway.
        if (client == "ollama") yield return "pull and remove";
        if (backend == Dialect.Ollama)
        {
            // Ollama leaves it to the model whether to call a tool.
            yield return "forced tool";
            // A message of Ollama's has one text: several parts become lines of it, here in the middle of a directive.
            if (client == "openai") yield return "chat with history";
        }
        if (backend == Dialect.Anthropic)
        {
            // Anthropic has no embeddings at all, no probabilities of tokens, and no JSON without a schema.
            yield return "embeddings";
            yield return "embeddings as floats";
            yield return "embeddings as base64";
            yield return "embeddings with dimensions";
            yield return "logprobs";
            yield return "json mode";
        }
    }
}

/// <summary>One Ziggie before a simulator of each dialect.</summary>
public sealed class ThreeDialects : OneZiggie
{
    private readonly List<SimulatorServer> _servers = [];

    internal static string Model(Dialect dialect) => $"behind-{Type(dialect)}";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var server in _servers) await server.DisposeAsync();
    }

    protected override async Task<string> ConfigureAsync(CancellationToken cancel)
    {
        var config = "backends:\n";
        foreach (var dialect in (Dialect[])[Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic])
        {
            var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Dialect = dialect, Models = [Model(dialect)], ApiKey = "upstream", Tokens = null }, cancel);
            _servers.Add(server);
            config += $"  - {{ name: {Type(dialect)}, type: {Type(dialect)}, url: \"{Url(server)}\", apiKey: upstream, maxConcurrency: 64 }}\n";
        }
        return config;
    }
}
