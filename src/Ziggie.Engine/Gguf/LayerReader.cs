namespace Ziggie.Engine.Gguf;

/// <summary>Reads the shape of a model's layers.</summary>
internal static class LayerReader
{
    private const int StateElementBytes = 4;
    private const int FirstSharedGemma3N = 20;

    public static AttentionShape Read(ModelKeys keys, int layers, long[] weightBytes)
    {
        var heads = keys.PerLayer("attention.head_count", layers) ?? new int[layers];
        var kvHeads = keys.PerLayer("attention.head_count_kv", layers) ?? heads;
        var trunk = layers - Math.Min(layers, keys.Count("nextn_predict_layers"));
        var recurrent = LayerPatterns.Recurrent(keys, layers, trunk, kvHeads);
        var (window, sliding) = LayerPatterns.Sliding(keys, layers, recurrent);
        var firstShared = FirstShared(keys, layers);
        var embedding = keys.Count("embedding_length");
        var perHead = heads.Length > 0 && heads[0] > 0 ? embedding / heads[0] : 0;
        var key = keys.Count("attention.key_length", perHead);
        var value = keys.Count("attention.value_length", perHead);
        return new AttentionShape
        {
            Layers = [.. Enumerable.Range(0, layers).Select(i => new LayerShape(heads[i], kvHeads[i], Memory(i), weightBytes[i]))],
            KeyLength = key,
            ValueLength = value,
            SlidingKeyLength = keys.Count("attention.key_length_swa", key),
            SlidingValueLength = keys.Count("attention.value_length_swa", value),
            SlidingWindow = window,
            IsLatent = keys.Count("attention.key_length_mla") > 0,
            StateBytes = recurrent.Contains(true) ? StateBytes(keys, embedding, heads.Length > 0 ? heads[0] : 0) : 0,
        };

        LayerMemory Memory(int i) =>
            ReadsBothWays(keys.Architecture) || i >= trunk || i >= firstShared ? LayerMemory.None
            : recurrent[i] ? keys.Architecture == "falcon-h1" ? LayerMemory.StateAndFull : LayerMemory.State
            : sliding[i] ? LayerMemory.Sliding
            : kvHeads[i] == 0 ? LayerMemory.None
            : LayerMemory.Full;
    }

    /// <summary>Sees a text whole and at once, so there is nothing to remember.</summary>
    private static bool ReadsBothWays(string architecture) => architecture is
        "bert" or "modern-bert" or "nomic-bert" or "nomic-bert-moe" or "neo-bert" or "jina-bert-v2" or "jina-bert-v3" or "eurobert"
        or "gemma-embedding" or "dream" or "llada" or "llada-moe" or "rnd1";

    /// <summary>Layers from here on use the keys and values of earlier ones.</summary>
    private static int FirstShared(ModelKeys keys, int layers) => keys.Architecture switch
    {
        "gemma3n" => FirstSharedGemma3N,
        "gemma4" => layers - Math.Min(layers, keys.Count("attention.shared_kv_layers")),
        _ => int.MaxValue,
    };

    private static long StateBytes(ModelKeys keys, int embedding, int heads)
    {
        var kernel = keys.Count("ssm.conv_kernel");
        if (keys.Count("wkv.head_size") is > 0 and var wkv)
            return StateElementBytes * ((long)keys.Count("token_shift_count", orElse: 2) * embedding + (long)embedding * wkv);
        if (keys.Count("shortconv.l_cache") is > 0 and var cache) return StateElementBytes * (long)embedding * (cache - 1);
        if (keys.Count("kda.head_dim") is > 0 and var kda)
            return StateElementBytes * (3L * (kernel > 0 ? kernel - 1 : 3) * heads * kda + (long)kda * kda * heads);
        var (inner, state) = ((long)keys.Count("ssm.inner_size"), (long)keys.Count("ssm.state_size"));
        var rolling = Math.Max(0, kernel - 1) * (inner + 2L * keys.Count("ssm.group_count") * state);
        return StateElementBytes * (rolling + inner * state);
    }
}
