using Ziggie.Wire;

namespace Ziggie.Engine.Host;

/// <summary>ggml's numbers of the types that keys and values may be cached in.</summary>
public static class CacheTypes
{
    private static readonly Dictionary<string, int> s_types = new() { ["f32"] = 0, ["f16"] = 1, ["bf16"] = 30, ["q8_0"] = 8, ["q5_1"] = 7, ["q5_0"] = 6, ["q4_1"] = 3, ["q4_0"] = 2, ["iq4_nl"] = 20 };

    /// <summary>What may be configured.</summary>
    public static IReadOnlyCollection<string> Names => s_types.Keys;

    internal static int Parse(string name) => s_types.TryGetValue(name, out var type) ? type
        : throw new EngineException("model.cacheType", $"\"{name}\" is no cache type; it may be {string.Join(", ", Names)}.") { Kind = ErrorKind.BadRequest };
}
