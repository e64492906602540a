using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>The catalog in force.</summary>
public interface ICatalog
{
    Catalog Current { get; }

    /// <summary>After a backend's state or the set of backends changed; on a background thread.</summary>
    event Action<Catalog>? Changed;

    /// <summary>A request to this backend failed: look at it soon rather than at the next turn.</summary>
    void Suspect(Backend backend);

    /// <summary>Done when every backend declared so far has been looked at once, or after the given time.</summary>
    Task FirstLookAsync(TimeSpan atMost, CancellationToken cancel);
}

/// <summary>
/// Owns the backends: those of ziggie.yaml, those added through the API, those discovered, and the demo while there is no other. Watches each
/// one and swaps the catalog when something changes.
/// </summary>
internal sealed partial class CatalogService(
    ISettings settings,
    BackendStore store,
    BackendFactory factory,
    BackendProber prober,
    BackendDiscovery discovery,
    IEngine engine,
    CatalogOptions options,
    TimeProvider time,
    ILogger<CatalogService> log) : ICatalog, IHostedService, IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();

    // A reading begun earlier must not overwrite a later one.
    private readonly SemaphoreSlim _reading = new(1);
    private readonly List<BackendWatch> _watches = [];
    private IReadOnlyList<BackendSettings> _added = [];
    private IReadOnlyDictionary<string, IReadOnlyList<string>> _addedAliases = new Dictionary<string, IReadOnlyList<string>>();
    private readonly List<BackendSettings> _found = [];
    private bool _read;
    private Catalog _current = Catalog.Empty;
    private Task _discovering = Task.CompletedTask;

    public Catalog Current => Volatile.Read(ref _current);

    public event Action<Catalog>? Changed;

    public async Task StartAsync(CancellationToken cancel)
    {
        await ReloadAsync(cancel);
        settings.Changed += OnSettingsChanged;
        engine.Changed += OnEngineChanged;
        // What is already there is in the first catalog; what hangs does not hold up the start.
        if (BackendDiscovery.Enabled(settings.Current)) await DiscoverAsync(cancel);
        await FirstLookAsync(TimeSpan.FromMilliseconds(250), cancel);
        _discovering = KeepDiscoveringAsync(_stop.Token);
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        settings.Changed -= OnSettingsChanged;
        engine.Changed -= OnEngineChanged;
        await _stop.CancelAsync();
        await _discovering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<BackendWatch> watches;
        lock (_lock) watches = [.. _watches];
        foreach (var watch in watches) await watch.StopAsync();
    }

    public void Suspect(Backend backend)
    {
        lock (_lock) _watches.Find(w => ReferenceEquals(w.Backend, backend))?.LookSoon();
    }

    public async Task FirstLookAsync(TimeSpan atMost, CancellationToken cancel)
    {
        Task all;
        lock (_lock) all = Task.WhenAll(_watches.Select(w => w.FirstLook));
        await Task.WhenAny(all, Task.Delay(atMost, time, cancel));
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Reads again what the API added. After every write to the store.</summary>
    public async Task ReloadAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            var (added, aliases) = (await store.ListAsync(cancel), await store.ListAliasesAsync(cancel));
            lock (_lock)
            {
                if (_read && Same(added, _added) && Same(aliases, _addedAliases)) return;
                (_added, _addedAliases, _read) = (added, aliases, true);
            }
            Reconcile();
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _reading.Dispose();
    }

    private void OnSettingsChanged(ZiggieSettings _) => Reconcile();

    /// <summary>Models came, went, were loaded or unloaded: the engine's backend comes and goes with them, and is looked at.</summary>
    private void OnEngineChanged()
    {
        Reconcile();
        lock (_lock) _watches.Find(w => w.Backend.Settings.Type == BackendType.Engine)?.LookSoon();
    }

    /// <summary>Makes the watched backends those that are declared now; unchanged ones keep their connections and state.</summary>
    private void Reconcile()
    {
        List<BackendWatch> gone = [];
        lock (_lock)
        {
            var wanted = Declared();
            for (var i = _watches.Count - 1; i >= 0; i--)
            {
                var watch = _watches[i];
                if (wanted.Any(w => w.Source == watch.Backend.Source && Same(w.Settings, watch.Backend.Settings))) continue;
                gone.Add(watch);
                _watches.RemoveAt(i);
            }
            var ordered = wanted.Select(w => _watches.Find(x => x.Backend.Name == w.Settings.Name) ?? Watch(w.Settings, w.Source)).ToList();
            _watches.Clear();
            _watches.AddRange(ordered);
        }
        Swap();
        foreach (var watch in gone) _ = watch.StopAsync();
    }

    private List<(BackendSettings Settings, BackendSource Source)> Declared()
    {
        var all = settings.Current.Backends.Select(b => (b, BackendSource.File))
            .Concat(_added.Select(b => (b, BackendSource.Api)))
            .Concat(_found.Select(b => (b, BackendSource.Discovered)))
            .DistinctBy(x => x.b.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (engine.Offer.Models.Count > 0 && !all.Exists(x => x.Item1.Type == BackendType.Engine || x.Item1.Name == Engine.Name)) all.Add((Engine, BackendSource.Builtin));
        if (all.Count == 0 || options.KeepDemo) all.Add((Demo, BackendSource.Builtin));
        return all;
    }

    private static BackendSettings Demo { get; } = new() { Name = "demo", Type = BackendType.Simulator, Priority = 1000 };

    /// <summary>A server that has the same model goes first: there it may be in memory already.</summary>
    private static BackendSettings Engine { get; } = new() { Name = "engine", Type = BackendType.Engine, Priority = 2 };

    private BackendWatch Watch(BackendSettings declared, BackendSource source)
    {
        var watch = new BackendWatch(factory.Create(declared, source), prober, time, OnLooked);
        watch.Start(_stop.Token);
        return watch;
    }

    private void OnLooked(Backend backend, BackendState before, BackendState now)
    {
        if (before.Status != now.Status)
        {
            if (now.Status == BackendStatus.Offline) LogOffline(log, backend.Name, now.Reason?.Code, now.Reason?.Message);
            else LogOnline(log, backend.Name, backend.DisplayUrl, now.Models.Count);
        }
        Swap();
    }

    private void Swap()
    {
        Catalog next;
        lock (_lock)
        {
            next = new Catalog([.. _watches.Select(w => w.Backend)], Aliases());
            Volatile.Write(ref _current, next);
        }
        Changed?.Invoke(next);
    }

    private Dictionary<string, AliasDeclaration> Aliases()
    {
        var all = _addedAliases.ToDictionary(a => a.Key, a => new AliasDeclaration(a.Key, a.Value, BackendSource.Api), StringComparer.Ordinal);
        foreach (var (name, models) in settings.Current.Aliases) all[name] = new AliasDeclaration(name, models, BackendSource.File);
        return all;
    }

    private async Task KeepDiscoveringAsync(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(settings.Current.Discovery.Interval, time, cancel);
            bool none;
            lock (_lock) none = settings.Current.Backends.Count == 0 && _added.Count == 0;
            if (none && BackendDiscovery.Enabled(settings.Current)) await DiscoverAsync(cancel);
        }
    }

    private async Task DiscoverAsync(CancellationToken cancel)
    {
        lock (_lock) if (settings.Current.Backends.Count > 0 || _added.Count > 0) return;
        var found = await discovery.FindAsync(_found.Select(f => f.Name).ToHashSet(), cancel);
        if (found.Count == 0) return;
        lock (_lock) _found.AddRange(found);
        Reconcile();
    }

    private static bool Same(BackendSettings a, BackendSettings b) =>
        ReferenceEquals(a, b) || JsonSerializer.Serialize(a, BackendsJson.Default.BackendSettings) == JsonSerializer.Serialize(b, BackendsJson.Default.BackendSettings);

    private static bool Same(IReadOnlyList<BackendSettings> a, IReadOnlyList<BackendSettings> b) => a.Count == b.Count && a.Zip(b).All(x => Same(x.First, x.Second));

    private static bool Same(IReadOnlyDictionary<string, IReadOnlyList<string>> a, IReadOnlyDictionary<string, IReadOnlyList<string>> b) =>
        a.Count == b.Count && a.All(x => b.TryGetValue(x.Key, out var models) && models.SequenceEqual(x.Value));

    [LoggerMessage(Level = LogLevel.Information, Message = "Backend {Name} at {Url} is online; models: {Models}")]
    private static partial void LogOnline(ILogger log, string name, string url, int models);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Backend {Name} is offline: {Code}: {Reason}")]
    private static partial void LogOffline(ILogger log, string name, string? code, string? reason);
}

/// <summary>What the command line says of backends.</summary>
/// <param name="KeepDemo">The demo model stays beside real ones.</param>
public sealed record CatalogOptions(bool KeepDemo = false);
