using Ziggie.Engine.Host;
using Ziggie.Engine.Libraries;

namespace Ziggie.Settings;

/// <summary>Keys of <c>engine</c>.</summary>
internal static class EngineKeys
{
    private static readonly WordShape<string> s_cache = new([.. CacheTypes.Names.Select(n => (n, n))]);

    private static readonly SectionShape<EngineModelSettings> s_model = new SectionShape<EngineModelSettings>(() => new() { Name = "" })
        .Key("name", Shapes.Text, "The model's name in `ziggie models`.", m => m.Name, (m, v) => m with { Name = v }, required: true)
        .Key("context", Shapes.Optional(Shapes.Int(64, 16_777_216)), "Tokens of one conversation, prompt and answer together.", m => m.Context, (m, v) => m with { Context = v })
        .Key("slots", Shapes.Optional(Shapes.Int(1, 256)), "Conversations at once.", m => m.Slots, (m, v) => m with { Slots = v })
        .Key("threads", Shapes.Optional(Shapes.Int(1, 1024)), "Threads of the processor.", m => m.Threads, (m, v) => m with { Threads = v })
        .Key("gpuLayers", Shapes.Optional(Shapes.Int(0, 10_000)), "Layers put on accelerators.", m => m.GpuLayers, (m, v) => m with { GpuLayers = v })
        .Key("cacheType", s_cache, "Type of cached keys and values; `q8_0` halves their memory.", m => m.CacheType ?? "f16", (m, v) => m with { CacheType = v })
        .Key("flashAttention", Shapes.Optional(Shapes.Bool), "Without it: where it helps.", m => m.FlashAttention, (m, v) => m with { FlashAttention = v })
        .Key("keepAlive", Shapes.Optional(Shapes.Duration("0s", "3650d")), "How long it stays loaded after its last request.", m => m.KeepAlive, (m, v) => m with { KeepAlive = v })
        .Key("template", Shapes.Path, "A file with a chat template in place of the model's own.", m => m.Template, (m, v) => m with { Template = v });

    public static SectionShape<EngineSettings> Engine { get; } = new SectionShape<EngineSettings>(() => new())
        .Key("enabled", Shapes.Bool, "Whether GGUF files on disk are served by Ziggie itself.", e => e.Enabled, (e, v) => e with { Enabled = v })
        .Key("libraryPath", Shapes.Path, $"Folder with the libraries of a llama.cpp {EngineRelease.Version} build of your own; without it, what `ziggie engine install` brought.", e => e.LibraryPath, (e, v) => e with { LibraryPath = v })
        .Key("memory", Shapes.Optional(Shapes.Size("1MiB", "100000GiB")), "What all loaded models may take together. Without it: nine tenths of the machine's memory.", e => e.Memory, (e, v) => e with { Memory = v })
        .Key("context", Shapes.Int(64, 16_777_216), "Tokens of one conversation, prompt and answer together; less where the model was trained for less or memory is short.", e => e.Context, (e, v) => e with { Context = v })
        .Key("slots", Shapes.Int(1, 256), "Conversations that a model serves at once; the rest waits.", e => e.Slots, (e, v) => e with { Slots = v })
        .Key("threads", Shapes.Optional(Shapes.Int(1, 1024)), "Threads of the processor. Without it: one for each core.", e => e.Threads, (e, v) => e with { Threads = v })
        .Key("gpuLayers", Shapes.Optional(Shapes.Int(0, 10_000)), "Layers put on accelerators. Without it: all, where there are accelerators.", e => e.GpuLayers, (e, v) => e with { GpuLayers = v })
        .Key("cacheType", s_cache, "Type of cached keys and values; `q8_0` halves their memory.", e => e.CacheType, (e, v) => e with { CacheType = v })
        .Key("flashAttention", Shapes.Optional(Shapes.Bool), "Without it: where it helps.", e => e.FlashAttention, (e, v) => e with { FlashAttention = v })
        .Key("keepAlive", Shapes.Duration("0s", "3650d"), "How long a model stays loaded after its last request.", e => e.KeepAlive, (e, v) => e with { KeepAlive = v })
        .Key("models", Shapes.List(s_model), "Models that run otherwise than the others.", e => e.Models, (e, v) => e with { Models = v });
}
