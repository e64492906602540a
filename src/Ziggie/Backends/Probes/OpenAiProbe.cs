using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Backends.Probes;

/// <summary>Models of an OpenAI-compatible server.</summary>
internal sealed class OpenAiProbe : IBackendProbe
{
    public BackendType Type => BackendType.OpenAi;

    public async Task<ProbeAnswer> AskAsync(ProbeClient client, CancellationToken cancel)
    {
        var models = ModelListReader.ReadOpenAiModels(await client.GetAsync("/models", cancel));
        return new ProbeAnswer(null, [.. models.Select(m => new BackendModel(m))]);
    }
}
