using Ziggie.Settings;

namespace Ziggie.Backends.Probes;

/// <summary>The engine in Ziggie's own child process: asked without starting it.</summary>
internal sealed class EngineProbe(IEngine engine) : IBackendProbe
{
    public BackendType Type => BackendType.Engine;

    public Task<ProbeAnswer> AskAsync(ProbeClient client, CancellationToken cancel)
    {
        var offer = engine.Offer;
        return Task.FromResult(new ProbeAnswer(offer.Version, offer.Models, offer.Reason));
    }
}
