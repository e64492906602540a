using System.Text.Json;
using Ziggie.Simulator;

namespace Ziggie.Tests.Simulator;

/// <summary>One simulator a test, on its own port.</summary>
public abstract class SimulatorTestBase : IAsyncDisposable
{
    /// <summary>Long enough for any machine: what never happens fails a test instead of holding up all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<SimulatorServer> _servers = [];
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    protected SimulatorTestBase() => _stop.CancelAfter(Patience);

    private protected HttpClient Http { get; } = new();

    private protected CancellationToken Cancellation => _stop.Token;

    private protected async Task<SimulatorServer> StartAsync(SimulatorOptions? options = null)
    {
        var server = await SimulatorServer.StartAsync(options ?? SimulatorOptions.Instant, Cancellation);
        _servers.Add(server);
        return server;
    }

    private protected Task<HttpResponseMessage> PostAsync(SimulatorServer server, string path, string json, bool stream = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, path)) { Content = new StringContent(json) };
        return Http.SendAsync(request, stream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead, Cancellation);
    }

    private protected async Task<JsonElement> AskAsync(SimulatorServer server, string path, string json)
    {
        using var reply = await PostAsync(server, path, json);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Cancellation));
        return await JsonAsync(reply);
    }

    private protected async Task<JsonElement> GetAsync(SimulatorServer server, string path) =>
        JsonDocument.Parse(await Http.GetStringAsync(new Uri(server.Url, path), Cancellation)).RootElement;

    private protected async Task<JsonElement> JsonAsync(HttpResponseMessage reply) =>
        JsonDocument.Parse(await reply.Content.ReadAsStringAsync(Cancellation)).RootElement;

    private protected static string Chat(string prompt, bool stream = false, string more = "") =>
        $$"""{"model":"demo","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":{{JsonSerializer.Serialize(prompt)}}}]{{more}}}""";

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        Http.Dispose();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }
}
