namespace Ziggie.Engine.Gguf;

/// <summary>Which layers look back how far: by rules of each architecture that the files do not state.</summary>
internal static class LayerPatterns
{
    private const int DefaultFullInterval = 4;

    /// <summary>Window and, per layer, whether it applies; none of them for a model that always looks back to the start.</summary>
    public static (int? Window, bool[] Sliding) Sliding(ModelKeys keys, int layers, bool[] recurrent)
    {
        var none = new bool[layers];
        var window = keys.Count("attention.sliding_window", orElse: DefaultWindow(keys.Architecture));
        // The library reads these two windows otherwise than they are written.
        if (keys.Architecture == "llama4" && window > 0) window = 8_192;
        if (keys.Architecture == "smallthinker" && window > 0) window = 4_096;
        if (window == 0 || (keys.Architecture == "exaone4" && layers != 64)) return (null, none);
        if (keys.Architecture.StartsWith("lfm2", StringComparison.Ordinal)) return (window, [.. recurrent.Select(r => !r)]);
        var stated = keys.Own("attention.sliding_window_pattern");
        if (Period(keys.Architecture) is not { } rule) return stated?.Array is null ? (null, none) : (window, Flags(keys, layers));
        if (stated?.Array is not null) return (window, Flags(keys, layers));
        var period = keys.Count("attention.sliding_window_pattern", rule.Period);
        return (window, [.. Enumerable.Range(0, layers).Select(i => period == 0 || (rule.FullFirst ? i % period != 0 : i % period < period - 1))]);
    }

    /// <summary>Per layer, whether it keeps a state instead of all tokens.</summary>
    public static bool[] Recurrent(ModelKeys keys, int layers, int trunk, int[] kvHeads)
    {
        var all = Enumerable.Range(0, layers);
        switch (keys.Architecture)
        {
            case "mamba" or "mamba2" or "rwkv6" or "rwkv6qwen2" or "rwkv7" or "arwkv7" or "falcon-h1":
                return [.. all.Select(_ => true)];
            case "jamba" or "plamo2" or "granitehybrid" or "lfm2" or "lfm2moe" or "kimi-linear" or "kimi-k3" or "bailingmoe3":
                return [.. all.Select(i => kvHeads[i] == 0)];
            case "nemotron_h" or "nemotron_h_moe":
                var feedForward = keys.PerLayer("feed_forward_length", layers) ?? new int[layers];
                return [.. all.Select(i => i < trunk && kvHeads[i] == 0 && feedForward[i] == 0)];
            case "qwen3next" or "qwen35" or "qwen35moe" or "qwen4exp":
                if (keys.PerLayer("attention.recurrent_layers", layers) is { } listed) return [.. listed.Select(r => r != 0)];
                var interval = Math.Max(1, keys.Count("full_attention_interval", DefaultFullInterval));
                return [.. all.Select(i => i < trunk && (i + 1) % interval != 0)];
            default:
                return new bool[layers];
        }
    }

    private static bool[] Flags(ModelKeys keys, int layers) => [.. keys.PerLayer("attention.sliding_window_pattern", layers)!.Select(f => f != 0)];

    private static int DefaultWindow(string architecture) => architecture switch
    {
        "gemma2" or "exaone4" => 4_096,
        "exaone-moe" => 128,
        "llama4" => 8_192,
        _ => 0,
    };

    /// <summary>One layer in so many looks back to the start, the last or the first of them; null where only the file tells.</summary>
    private static (int Period, bool FullFirst)? Period(string architecture) => architecture switch
    {
        "gemma2" or "gpt-oss" => (2, false),
        "modern-bert" => (3, true),
        "afmoe" or "cohere2" or "exaone-moe" or "exaone4" or "llama4" or "mellum" or "muse-glimmer" or "olmo2" => (4, false),
        "cohere2moe" or "laguna" or "smallthinker" => (4, true),
        "gemma3n" => (5, false),
        "gemma3" or "gemma-embedding" => (6, false),
        "plamo3" => (8, false),
        _ => null,
    };
}
