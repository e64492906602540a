using Ziggie.Backends;
using Ziggie.Usage.Metrics;

namespace Ziggie.Admission;

/// <summary>How busy the gates are, for pages.</summary>
internal sealed class GateLoad(BackendGates gates) : IBackendLoad
{
    public (int Running, int Waiting) Of(Backend backend)
    {
        var gate = gates.Of(backend);
        return (gate.Running, gate.Waiting);
    }
}

/// <summary>The same for <c>/metrics</c>.</summary>
internal sealed class GateGauges(ICatalog catalog, BackendGates gates) : IBackendGauges
{
    public IEnumerable<BackendGauge> Backends() => catalog.Current.Backends.Select(b =>
        new BackendGauge(b.Name, b.Settings.Type, b.State.Status is BackendStatus.Online or BackendStatus.Degraded, gates.Of(b).Running, gates.Of(b).Waiting));
}
