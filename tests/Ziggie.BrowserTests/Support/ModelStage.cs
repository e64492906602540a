using System.Collections;
using Ziggie.Engine.Libraries;
using Ziggie.Tests.Models.Library;
using Ziggie.Tests.Models.Pulls;
using Ziggie.Tests.Support;

namespace Ziggie.BrowserTests.Support;

/// <summary>A Ziggie with models on its disk, the real llama.cpp, a store of Ollama and a registry.</summary>
public sealed class ModelStage : IAsyncLifetime
{
    /// <summary>What the model <c>says</c> answers to anything.</summary>
    public const string Said = "The quick brown fox jumps over the lazy dog.";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ziggie-browser-models-");
    private ZiggieProcess? _ziggie;
    private TestRegistry? _registry;

    public Uri Url => _ziggie!.Url;

    /// <summary>The models folder.</summary>
    public string Models => Path.Combine(_folder.FullName, "models");

    internal TestRegistry Registry => _registry!;

    /// <summary>llama.cpp's libraries: where the launcher keeps them, fetched once with npm where they are missing.</summary>
    public static async Task<string> LibrariesAsync(CancellationToken cancel)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Ziggie.slnx"))) root = root.Parent;
        var places = new EnginePlaces(null, Path.Combine(root!.FullName, "artifacts", "ziggie"), Path.Combine(Path.GetTempPath(), "ziggie-test-engine"));
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        return (await new EngineInstaller(new EngineInstall { Places = places, Environment = environment }).InstallAsync(EngineVariant.Cpu, null, cancel)).Libraries.Folder;
    }

    /// <summary>Puts a tiny model into the models folder.</summary>
    public string Add(string name, string? says = Said) => GgufBuilder.TinyLlama(Path.Combine(Models, $"{name}.gguf"), seed: 8, Tiny(says));

    /// <summary>Offers a tiny model at the registry.</summary>
    public void Offer(string name) => Registry.Add($"library/{name}:latest", TinyLlama.Model(9, Tiny(Said)).Build());

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        _registry = await TestRegistry.StartAsync();
        Add("says");
        Add("spare");
        await File.WriteAllBytesAsync(Path.Combine(Models, "broken.gguf"), new byte[500], cancel);
        var store = Path.Combine(_folder.FullName, "ollama");
        new TestStore(store).Add("registry.ollama.ai/library/kept/latest", TinyLlama.Model(10, Tiny(null)).Build(), ("params", """{"stop":["<|im_end|>"],"temperature":0.5}"""));
        _ziggie = await ZiggieProcess.StartAsync(
            $$"""
            discovery: { enabled: false }
            models: { path: "{{Models}}", registry: "{{_registry.Url.GetLeftPart(UriPartial.Authority)}}", ollamaStores: ["{{store}}"] }
            engine: { libraryPath: "{{await LibrariesAsync(cancel)}}", threads: 1, slots: 2 }
            """, demo: false, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ziggie is not null) await _ziggie.DisposeAsync();
        if (_registry is not null) await _registry.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static TinyLlamaOptions Tiny(string? says) => new() { Context = 2048, Says = says, ChatTemplate = TinyLlamaOptions.ChatMl };
}
