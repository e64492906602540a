using System.Text.Json;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Backends.Probes;

/// <summary>Version, list and loaded models of an Ollama server.</summary>
internal sealed class OllamaProbe : IBackendProbe
{
    public BackendType Type => BackendType.Ollama;

    public async Task<ProbeAnswer> AskAsync(ProbeClient client, CancellationToken cancel)
    {
        var version = ReadVersion(await client.GetAsync("/api/version", cancel));
        var models = ModelListReader.ReadOllamaTags(await client.GetAsync("/api/tags", cancel));
        var loaded = await client.TryGetAsync("/api/ps", cancel) is { } ps ? ModelListReader.ReadOllamaPs(ps).DistinctBy(m => m.Model.Name).ToDictionary(m => m.Model.Name) : [];
        return new ProbeAnswer(version, [.. models.Select(m => new BackendModel(m, loaded.GetValueOrDefault(m.Name)))]);
    }

    private static string? ReadVersion(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String
            ? version.GetString()
            : throw new WireException(new WireError(ErrorKind.Backend, "What answers there is not Ollama: /api/version has no version."));
    }
}
