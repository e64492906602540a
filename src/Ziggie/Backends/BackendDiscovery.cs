using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>What discovery looks at, apart from the well-known ports.</summary>
/// <param name="OllamaHost">OLLAMA_HOST or OLLAMA_URL, or null.</param>
/// <param name="WellKnown">Name, type and address of each; replaced in tests.</param>
public sealed record DiscoveryTargets(string? OllamaHost, IReadOnlyList<BackendSettings> WellKnown)
{
    /// <summary>The default ports of the servers that people run.</summary>
    public static IReadOnlyList<BackendSettings> Local { get; } =
    [
        new() { Name = "ollama", Type = BackendType.Ollama, Url = "http://127.0.0.1:11434" },
        new() { Name = "llama-server", Type = BackendType.OpenAi, Url = "http://127.0.0.1:8080/v1" },
        new() { Name = "vllm", Type = BackendType.OpenAi, Url = "http://127.0.0.1:8000/v1" },
        new() { Name = "lm-studio", Type = BackendType.OpenAi, Url = "http://127.0.0.1:1234/v1" },
    ];
}

/// <summary>Finds model servers on this machine while none is configured. Never Ziggie itself.</summary>
internal sealed class BackendDiscovery(DiscoveryTargets targets, BackendFactory factory, BackendProber prober)
{
    public static bool Enabled(ZiggieSettings settings) => settings.Discovery.Enabled && settings.Backends.Count == 0;

    /// <summary>Servers that answer now, or will once their model is loaded, and are not among <paramref name="known"/>.</summary>
    public async Task<IReadOnlyList<BackendSettings>> FindAsync(IReadOnlySet<string> known, CancellationToken cancel)
    {
        var candidates = Candidates().Where(c => !known.Contains(c.Name));
        var found = await Task.WhenAll(candidates.Select(c => AnswersAsync(c, cancel)));
        // OLLAMA_HOST is often the default port itself.
        return [.. found.OfType<BackendSettings>().DistinctBy(b => b.Url)];
    }

    /// <summary>Reads what Ollama's own programs accept: host, host:port, :port or a URL; null where it is none of these.</summary>
    internal static string? OllamaUrl(string? host)
    {
        if (string.IsNullOrWhiteSpace(host)) return null;
        host = host.Trim();
        if (!host.Contains("://", StringComparison.Ordinal)) host = "http://" + (host.StartsWith(':') ? "127.0.0.1" + host : host);
        if (!Uri.TryCreate(host, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return null;
        var hasPort = uri.Authority.EndsWith($":{uri.Port}", StringComparison.Ordinal);
        var name = uri.Host is "0.0.0.0" or "[::]" or "localhost" ? "127.0.0.1" : uri.Host;
        return $"{uri.Scheme}://{name}:{(hasPort || uri.Scheme == "https" ? uri.Port : 11434)}{uri.AbsolutePath.TrimEnd('/')}";
    }

    private IEnumerable<BackendSettings> Candidates()
    {
        if (OllamaUrl(targets.OllamaHost) is { } url) yield return new BackendSettings { Name = "ollama", Type = BackendType.Ollama, Url = url };
        foreach (var candidate in targets.WellKnown)
        {
            if (candidate.Name != "ollama" || OllamaUrl(targets.OllamaHost) is not { } set || set == candidate.Url) yield return candidate;
            else yield return candidate with { Name = "ollama-local" };
        }
    }

    private async Task<BackendSettings?> AnswersAsync(BackendSettings candidate, CancellationToken cancel)
    {
        using var backend = factory.Create(candidate, BackendSource.Discovered);
        var state = await prober.ProbeAsync(backend, cancel);
        return state.Status == BackendStatus.Online || state.Reason?.Kind == BackendReason.Loading ? candidate : null;
    }
}
