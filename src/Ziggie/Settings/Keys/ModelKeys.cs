namespace Ziggie.Settings;

/// <summary>Keys of <c>models</c>.</summary>
internal static class ModelKeys
{
    public static SectionShape<ModelStoreSettings> Models { get; } = new SectionShape<ModelStoreSettings>(() => new())
        .Key("path", Shapes.Path, "Their folder. Without it, `models` in the data directory.", m => m.Path, (m, v) => m with { Path = v })
        .Key(
            "registry",
            new TextShape("URL", TextRules.RegistryUrl, "https?://[^/]+/?"),
            "The registry of names without a host, such as `llama3.2`. With http:// everything travels in clear, so only within your own network.",
            m => m.Registry,
            (m, v) => m with { Registry = v },
            restart: true)
        .Key(
            "ollamaStores",
            Shapes.List(Shapes.Path),
            "Models folders of Ollama whose models are used in place, without a copy and never written. Without it, those where Ollama keeps them by itself; `[]` is none.",
            m => m.OllamaStores,
            (m, v) => m with { OllamaStores = v },
            restart: true);
}
