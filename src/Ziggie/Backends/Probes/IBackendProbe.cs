using Ziggie.Settings;

namespace Ziggie.Backends.Probes;

/// <summary>Asks one kind of backend whether it is there and which models it has, by calls that never load a model.</summary>
internal interface IBackendProbe
{
    BackendType Type { get; }

    /// <summary>What the backend says of itself. Throws what <see cref="ProbeClient"/> throws.</summary>
    Task<ProbeAnswer> AskAsync(ProbeClient client, CancellationToken cancel);
}

/// <summary>A backend's answer to a probe.</summary>
/// <param name="Reason">Why it has these models and cannot serve them now; null where it can.</param>
internal sealed record ProbeAnswer(string? Version, IReadOnlyList<BackendModel> Models, BackendReason? Reason = null);
