using Ziggie.Settings;

namespace Ziggie.Usage.Metrics;

/// <summary>How a backend is at this moment.</summary>
internal readonly record struct BackendGauge(string Backend, BackendType Provider, bool Up, int InFlight, int Queued);

/// <summary>Tells <c>/metrics</c> how the backends are. The gateway's side registers one; without any there are no such gauges.</summary>
internal interface IBackendGauges
{
    /// <summary>All backends, from the snapshot: called at every scrape.</summary>
    IEnumerable<BackendGauge> Backends();
}
