using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Backends.Probes;

/// <summary>Models of the simulator, which speaks OpenAI's dialect here.</summary>
internal sealed class SimulatorProbe : IBackendProbe
{
    public BackendType Type => BackendType.Simulator;

    public async Task<ProbeAnswer> AskAsync(ProbeClient client, CancellationToken cancel)
    {
        var models = ModelListReader.ReadOpenAiModels(await client.GetAsync("/models", cancel));
        return new ProbeAnswer("simulated", [.. models.Select(m => new BackendModel(m))]);
    }
}
