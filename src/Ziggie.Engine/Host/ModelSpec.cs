using System.Text.Json.Serialization;

namespace Ziggie.Engine.Host;

/// <summary>A model that the engine may be asked for: its file and how it is to run. Told by the parent.</summary>
public sealed record ModelSpec
{
    public required string Name { get; init; }

    /// <summary>The file, or all parts of a split one in order.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Tokens of a conversation.</summary>
    public required int Context { get; init; }

    /// <summary>Conversations at once.</summary>
    public required int Slots { get; init; }

    /// <summary>Of the processor; 0: one for each core.</summary>
    public int Threads { get; init; }

    /// <summary>Layers on accelerators; negative: as many as there are.</summary>
    public int GpuLayers { get; init; } = -1;

    /// <summary>Of cached keys and values: f16, f32, q8_0, q4_0.</summary>
    public string CacheType { get; init; } = "f16";

    /// <summary>Null: where it helps.</summary>
    public bool? FlashAttention { get; init; }

    /// <summary>Bytes that it needs, as estimated from the file.</summary>
    public long Memory { get; init; }

    /// <summary>How long it stays after its last request, in seconds; negative: for good.</summary>
    public double KeepAliveSeconds { get; init; } = 300;

    /// <summary>A chat template in place of the file's.</summary>
    public string? Template { get; init; }

    /// <summary>A system text for chats without one.</summary>
    public string? System { get; init; }

    /// <summary>What holds where a request does not say: Ollama's option names and values, as JSON.</summary>
    public string? Parameters { get; init; }
}

/// <summary>What the parent tells at the start and whenever it changes.</summary>
public sealed record EngineSetup
{
    public required IReadOnlyList<ModelSpec> Models { get; init; }

    /// <summary>Bytes that all loaded models may have together; null: nine tenths of the machine's memory, accelerators' included.</summary>
    public long? MemoryBudget { get; init; }
}

/// <summary>A model's state in the engine.</summary>
/// <param name="State">loading, loaded or unloading.</param>
/// <param name="ExpiresAt">When it is unloaded if nobody asks for it from now on; null: not by itself.</param>
/// <param name="TokensPerSecond">Of all streams together, now.</param>
public sealed record ModelState(
    string Name, string State, long Memory, int Context, int Slots, int Running, int Waiting, double TokensPerSecond, double GpuShare, double LoadProgress, DateTimeOffset? ExpiresAt);

/// <summary>What computes.</summary>
/// <param name="Kind">cpu, gpu, integrated or accelerator.</param>
public sealed record EngineDevice(string Name, string Description, string Kind, long FreeBytes, long TotalBytes);

/// <summary>The engine as it is now.</summary>
/// <param name="Version">llama.cpp's release.</param>
/// <param name="MemoryBudget">Bytes that all loaded models may have together.</param>
public sealed record EngineState(string Version, long MemoryBudget, IReadOnlyList<EngineDevice> Devices, IReadOnlyList<ModelState> Models);

/// <summary>Asks that a model be loaded now, or unloaded.</summary>
public sealed record ModelOrder(string Model, double? KeepAliveSeconds = null);

/// <summary>How many tokens a request has.</summary>
public sealed record TokenCount(int Tokens);

/// <summary>JSON of what parent and engine tell each other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EngineSetup))]
[JsonSerializable(typeof(EngineState))]
[JsonSerializable(typeof(ModelOrder))]
[JsonSerializable(typeof(TokenCount))]
public sealed partial class EngineJson : JsonSerializerContext;
