namespace Ziggie.Models.Library;

/// <summary>A model's name by the place of its manifest, <c>host/namespace/model/tag</c>.</summary>
internal sealed record OllamaName(string Host, string Namespace, string Model, string Tag)
{
    public const string OllamaHost = "registry.ollama.ai";
    private const string DefaultNamespace = "library";

    /// <summary>As Ollama shows it: what goes without saying is left out.</summary>
    public string Short(string defaultHost)
    {
        var name = $"{Model}:{Tag}";
        if (!Host.Equals(defaultHost, StringComparison.OrdinalIgnoreCase)) return $"{Host}/{Namespace}/{name}";
        return Namespace == DefaultNamespace ? name : $"{Namespace}/{name}";
    }
}
