using Ziggie.Backends;
using Ziggie.Backends.Upstream;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Tests.Support;

/// <summary>A catalog of made-up backends, which nobody watches or calls.</summary>
internal sealed class TestCatalog : ICatalog
{
    public Catalog Current { get; private set; } = Catalog.Empty;

    public event Action<Catalog>? Changed;

    public static Backend Backend(string name, BackendType type = BackendType.OpenAi, int priority = 1, int capacity = 10, BackendStatus status = BackendStatus.Online, string? digest = null, params string[] models)
    {
        var settings = new BackendSettings { Name = name, Type = type, Url = "http://127.0.0.1:1", Priority = priority, MaxConcurrency = capacity };
        return new Backend(settings, BackendSource.Api, new SocketConnector(UpstreamAddress.Parse(settings.Url)), "1.1 test", TimeProvider.System)
        {
            State = new BackendState(status, "1", 1, [.. models.Select(m => new BackendModel(new ModelListing(m, digest)))], null),
        };
    }

    public void Swap(params Backend[] backends) => Swap(backends, new Dictionary<string, string[]>());

    public void Swap(Backend[] backends, IReadOnlyDictionary<string, string[]> aliases)
    {
        Current = new Catalog(backends, aliases.ToDictionary(a => a.Key, a => new AliasDeclaration(a.Key, a.Value, BackendSource.Api)));
        Changed?.Invoke(Current);
    }

    public void Suspect(Backend backend)
    {
    }

    public Task FirstLookAsync(TimeSpan atMost, CancellationToken cancel) => Task.CompletedTask;
}
