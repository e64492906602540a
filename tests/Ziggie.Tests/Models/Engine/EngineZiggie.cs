using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Engine.Native;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Engine;

/// <summary>The real program with GGUF files in its models folder, the engine's process and the real llama.cpp.</summary>
public class EngineZiggie : OneZiggie
{
    /// <summary>Models that others add to the folder.</summary>
    protected virtual IReadOnlyList<string> Shared => ["stories260k-F32", "stories260k-pad192-F32", "stories260k-pad192-Q8_0", "stories260k-pad192-Q4_0", "baby105-F32", "baby105-Q8_0", "baby105-Q4_0"];

    /// <summary>More of <c>engine</c>'s settings.</summary>
    protected virtual string Settings => "slots: 2, threads: 1";

    protected override async Task<string> ConfigureAsync(CancellationToken cancel)
    {
        var folder = ModelsPath;
        Directory.CreateDirectory(folder);
        foreach (var name in Shared)
            if (SharedModels.File($"{name}.gguf") is { } file) File.CreateSymbolicLink(Path.Combine(folder, $"{name}.gguf"), file);
        GgufBuilder.TinyLlama(Path.Combine(folder, "tiny.gguf"), seed: 7, new TinyLlamaOptions { Context = 2048 });
        GgufBuilder.TinyLlama(Path.Combine(folder, "says.gguf"), seed: 8, new TinyLlamaOptions { Context = 2048, Says = Said });
        GgufBuilder.TinyLlama(Path.Combine(folder, "calls.gguf"), seed: 9, new TinyLlamaOptions { Context = 2048, ChatTemplate = TinyLlamaOptions.ChatMl, Says = Called });
        GgufBuilder.TinyLlama(Path.Combine(folder, "thinks.gguf"), seed: 10, new TinyLlamaOptions { Context = 2048, ChatTemplate = TinyLlamaOptions.ChatMl + "{# <think></think> #}", Says = "<think>Hm, which?</think>That one." });
        Fill(folder);
        return $"discovery: {{ enabled: false }}\nmodels: {{ path: \"{folder}\", ollamaStores: [] }}\nengine: {{ libraryPath: \"{await EngineHome.FolderAsync()}\", {Settings} }}\n";
    }

    /// <summary>What the model <c>says</c> says to anything.</summary>
    internal const string Said = "The quick brown fox jumps over the lazy dog.";

    /// <summary>What the model <c>calls</c> says to anything.</summary>
    internal const string Called = "<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}</tool_call>";

    internal string ModelsPath { get; } = Path.Combine(Directory.CreateTempSubdirectory("ziggie-models-").FullName, "models");

    protected virtual void Fill(string folder)
    {
    }

    /// <summary>Ready once every file is offered: those written just now rest for a while first.</summary>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var files = Directory.EnumerateFiles(ModelsPath, "*.gguf").Count();
        await Eventually.TrueAsync(async () => (await Caller.GetFromJsonAsync<JsonElement>("/api/tags", TestContext.Current.CancellationToken)).GetProperty("models").GetArrayLength() >= files);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(ModelsPath)!, recursive: true);
        GC.SuppressFinalize(this);
    }
}
