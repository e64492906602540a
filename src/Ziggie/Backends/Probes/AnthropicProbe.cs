using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Backends.Probes;

/// <summary>Models of Anthropic's API or what speaks it.</summary>
internal sealed class AnthropicProbe : IBackendProbe
{
    public BackendType Type => BackendType.Anthropic;

    public async Task<ProbeAnswer> AskAsync(ProbeClient client, CancellationToken cancel)
    {
        var models = ModelListReader.ReadAnthropicModels(await client.GetAsync("/v1/models?limit=1000", cancel));
        return new ProbeAnswer(null, [.. models.Select(m => new BackendModel(m))]);
    }
}
