using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Simulator;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway.Paths;

/// <summary>The real program, shared by the tests of a class; each test brings backends of its own, so that none meets another's breaker or queue.</summary>
public class OneZiggie : IAsyncLifetime
{
    private static int s_backends;

    internal ZiggieProcess Ziggie { get; private set; } = null!;
    internal HttpClient Admin => Ziggie.Admin;
    internal HttpClient Caller => Ziggie.Caller;

    public virtual async ValueTask InitializeAsync() => Ziggie = await ZiggieProcess.StartAsync(await ConfigureAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Ziggie is null ? ValueTask.CompletedTask : Ziggie.DisposeAsync();
    }

    protected virtual Task<string> ConfigureAsync(CancellationToken cancel) => Task.FromResult("discovery: { enabled: false }\nlimits: { bodyBytes: 1048576 }\n");

    /// <summary>Starts a simulator and adds it as a backend, with a name and a model that nobody else has.</summary>
    internal async Task<TestBackend> BackendAsync(Dialect dialect, string? fault = null, string? model = null, SimulatorOptions? options = null, int? maxConcurrency = null, int? maxQueue = null, int? priority = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        var number = Interlocked.Increment(ref s_backends);
        model ??= $"model-{number}";
        var server = await SimulatorServer.StartAsync(
            (options ?? SimulatorOptions.Instant with { Tokens = null }) with { Dialect = dialect, Models = [model], Faults = [] }, cancel);
        var backend = new TestBackend(Admin, server, $"backend-{number}", model);
        using var answer = await Admin.PostAsJsonAsync("/api/backends", new { name = backend.Name, type = Type(dialect), url = Url(server), maxConcurrency, maxQueue, priority }, cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancel));
        // Set only now: the backend was found well and its models are known.
        if (fault is not null) server.Fault = Fault.Parse(fault);
        return backend;
    }

    internal static string Type(Dialect dialect) => dialect switch { Dialect.Ollama => "ollama", Dialect.Anthropic => "anthropic", _ => "openai" };

    internal static string Url(SimulatorServer server) => server.Options.Dialect == Dialect.OpenAi ? $"{server.Url}v1" : server.Url.ToString().TrimEnd('/');

    /// <summary>The record of a request, once it is there.</summary>
    internal async Task<JsonElement> UsageAsync(Func<JsonElement, bool> fits)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(async () =>
        {
            var page = await Admin.GetFromJsonAsync<JsonElement>("/api/usage/requests?limit=1000", TestContext.Current.CancellationToken);
            var all = page.GetProperty("items").EnumerateArray().Where(fits).ToList();
            if (all.Count == 0) return false;
            found = Assert.Single(all);
            return true;
        });
        return found;
    }

    internal Task<JsonElement> UsageOfAsync(TestBackend backend) => UsageAsync(r => r.GetProperty("requestedModel").GetString() == backend.Model);
}

/// <summary>A backend of one test. It is taken away with its server: another server may get the same port, and would be found at both.</summary>
internal sealed record TestBackend(HttpClient Admin, SimulatorServer Server, string Name, string Model) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var gone = await Admin.DeleteAsync($"/api/backends/{Name}");
        }
        catch (HttpRequestException)
        {
            // The test has ended its Ziggie.
        }
        await Server.DisposeAsync();
    }
}
