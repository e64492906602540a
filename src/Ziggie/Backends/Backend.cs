using Ziggie.Backends.Upstream;
using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>A backend at run time: its declaration, connections, gate and last known state. Replaced when its declaration changes.</summary>
public sealed class Backend : IDisposable
{
    private static readonly TimeSpan s_engineStart = TimeSpan.FromSeconds(60);

    private BackendState _state;
    private BackendReason? _explained;

    internal Backend(BackendSettings settings, BackendSource source, IUpstreamConnector connector, string via, TimeProvider time)
    {
        Settings = settings;
        Source = source;
        // The engine's process may have to be started first.
        Pool = new UpstreamPool(connector, settings.Type == BackendType.Engine ? s_engineStart : settings.Timeouts.Connect, time);
        Heads = new RequestHeads(settings, connector.Address, via);
        NameHash = settings.Name.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211);
        _state = BackendState.Initial(settings);
    }

    /// <summary>For spreading conversations over backends.</summary>
    internal ulong NameHash { get; }

    public BackendSettings Settings { get; }
    public BackendSource Source { get; }
    public string Name => Settings.Name;

    /// <summary>Requests at once.</summary>
    public int Capacity => Settings.MaxConcurrency ?? Engine?.Offer.Slots ?? (Settings.Type == BackendType.Ollama ? 4 : 64);

    /// <summary>Set where it is Ziggie's own engine.</summary>
    internal IEngine? Engine { get; init; }

    /// <summary>Plainly labelled as simulated wherever it is shown.</summary>
    public bool IsSimulated => Settings.Type == BackendType.Simulator;
    internal UpstreamPool Pool { get; }
    internal Breaker Breaker { get; } = new();
    internal RequestHeads Heads { get; }

    public BackendState State
    {
        get => Volatile.Read(ref _state);
        internal set => Volatile.Write(ref _state, value);
    }

    /// <summary>The doctor's reason for being offline, for as long as looks end the same way.</summary>
    internal BackendReason? Explained
    {
        get => Volatile.Read(ref _explained);
        set => Volatile.Write(ref _explained, value);
    }

    public string DisplayUrl => Pool.Address.ToString();

    public void Dispose() => Pool.Dispose();
}
