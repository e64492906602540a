using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Storage;

namespace Ziggie.Backends;

/// <summary>Takes over backends and aliases that were changed at other replicas.</summary>
internal sealed class CatalogSync(IDatabase database, IDatabaseSignals signals, CatalogService catalog, ILogger<CatalogSync> log) : IHostedService, IAsyncDisposable
{
    private readonly SignalWatch _watch = new(database, signals, BackendStore.Topic, catalog.ReloadAsync, log);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watch.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _watch.DisposeAsync();
}
