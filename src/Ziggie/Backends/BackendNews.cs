using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Ziggie.Feeds;

namespace Ziggie.Backends;

/// <summary>Tells watchers of <c>backends</c> and <c>models</c> what is different from one catalog to the next.</summary>
internal sealed class BackendNews(ICatalog catalog, BackendViews views, IFeeds feeds) : IHostedService
{
    public const string BackendsTopic = "backends";
    public const string ModelsTopic = "models";

    private readonly Lock _lock = new();
    private Dictionary<string, (string Status, string Mark)> _known = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        catalog.Changed += Compare;
        Compare(catalog.Current);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        catalog.Changed -= Compare;
        return Task.CompletedTask;
    }

    private void Compare(Catalog _)
    {
        // Several backends change at once: whoever comes last has the newest, so each compares with what is current.
        lock (_lock)
        {
            var now = catalog.Current.Backends.Select(views.Of).ToDictionary(v => v.Name);
            var before = _known;
            _known = now.Values.ToDictionary(v => v.Name, v => (v.Status, Mark(v)));
            var changed = now.Values.Where(v => !before.TryGetValue(v.Name, out var known) || known.Mark != _known[v.Name].Mark).ToList();
            foreach (var view in changed) feeds.Publish(BackendsTopic, Word(before, view), view, BackendsJson.Default.BackendView);
            var removed = before.Keys.Where(name => !now.ContainsKey(name)).ToList();
            foreach (var name in removed) feeds.Publish(BackendsTopic, "backend.removed", new BackendRemoved(name), BackendsJson.Default.BackendRemoved);
            if (changed.Count + removed.Count > 0) feeds.Publish(ModelsTopic, "models.changed", new ModelsChanged(now.Values.Sum(v => v.Models.Count)), BackendsJson.Default.ModelsChanged);
        }
    }

    private static string Word(Dictionary<string, (string Status, string Mark)> before, BackendView view) =>
        !before.TryGetValue(view.Name, out var known) ? "backend.added"
        : known.Status != view.Status ? $"backend.{view.Status}"
        : "backend.changed";

    // How busy it is and how fast it answered a probe is no news.
    private static string Mark(BackendView view) =>
        JsonSerializer.Serialize(view with { InFlight = 0, Queued = 0, LatencyMs = null }, BackendsJson.Default.BackendView);
}

/// <summary><c>backend.removed</c>.</summary>
internal sealed record BackendRemoved(string Name);

/// <summary><c>models.changed</c>: read the list again.</summary>
internal sealed record ModelsChanged(int Count);
