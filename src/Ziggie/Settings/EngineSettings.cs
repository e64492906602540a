namespace Ziggie.Settings;

/// <summary>How GGUF files are served by Ziggie itself.</summary>
public sealed record EngineSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>Folder of another build of llama.cpp's libraries.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>Bytes that all loaded models may take together; null is nine tenths of the machine's.</summary>
    public long? Memory { get; init; }

    /// <summary>Tokens of one conversation.</summary>
    public int Context { get; init; } = 8192;

    /// <summary>Conversations that a model serves at once.</summary>
    public int Slots { get; init; } = 4;
    public int? Threads { get; init; }
    public int? GpuLayers { get; init; }
    public string CacheType { get; init; } = "f16";
    public bool? FlashAttention { get; init; }
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromMinutes(5);
    public IReadOnlyList<EngineModelSettings> Models { get; init; } = [];

    /// <summary>What holds for a model: its own settings before the general ones.</summary>
    public EngineModelSettings For(string name)
    {
        var own = Models.FirstOrDefault(m => m.Name == name) ?? new() { Name = name };
        return own with
        {
            Context = own.Context ?? Context,
            Slots = own.Slots ?? Slots,
            Threads = own.Threads ?? Threads,
            GpuLayers = own.GpuLayers ?? GpuLayers,
            CacheType = own.CacheType ?? CacheType,
            FlashAttention = own.FlashAttention ?? FlashAttention,
            KeepAlive = own.KeepAlive ?? KeepAlive,
        };
    }
}

/// <summary>How one model is served; null is as the others are.</summary>
public sealed record EngineModelSettings : INamedSetting
{
    public required string Name { get; init; }
    public int? Context { get; init; }
    public int? Slots { get; init; }
    public int? Threads { get; init; }
    public int? GpuLayers { get; init; }
    public string? CacheType { get; init; }
    public bool? FlashAttention { get; init; }
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>A file with a chat template.</summary>
    public string? Template { get; init; }
}
