using Ziggie.Engine.Native;

namespace Ziggie.Engine.Sampling;

/// <summary>llama.cpp's samplers for one generation, in llama.cpp's order.</summary>
internal static unsafe class SamplerChain
{
    /// <returns>Null where always the likeliest token is taken, which needs none.</returns>
    public static SamplerHandle? Create(SamplerOptions options, Vocabulary vocabulary)
    {
        var penalizes = Penalizes(options);
        if (options.Temperature <= 0 && !penalizes && options.LogitBias.Count == 0) return null;
        var chain = Llama.SamplerChain(new LlamaSamplerChainParams { NoPerf = 1 });
        if (options.LogitBias.Count > 0) Llama.SamplerChainAdd(chain, Bias(options.LogitBias, vocabulary));
        if (penalizes)
            Llama.SamplerChainAdd(chain, Llama.Penalties(vocabulary.Size, options.RepeatLastN < 0 ? 4096 : options.RepeatLastN, options.RepeatPenalty, options.FrequencyPenalty, options.PresencePenalty));
        if (options.Temperature <= 0) Llama.SamplerChainAdd(chain, Llama.Greedy());
        else if (options.Mirostat > 0) AddMirostat(chain, options, vocabulary);
        else AddCuts(chain, options);
        return chain;
    }

    /// <summary>Whether what was said before counts.</summary>
    public static bool Penalizes(SamplerOptions options) => options.RepeatLastN != 0 && (options.RepeatPenalty != 1 || options.PresencePenalty != 0 || options.FrequencyPenalty != 0);

    private static void AddCuts(SamplerHandle chain, SamplerOptions options)
    {
        if (options.TopK > 0) Llama.SamplerChainAdd(chain, Llama.TopK(options.TopK));
        if (options.TypicalP < 1) Llama.SamplerChainAdd(chain, Llama.Typical(options.TypicalP, 1));
        if (options.TopP < 1) Llama.SamplerChainAdd(chain, Llama.TopP(options.TopP, 1));
        if (options.MinP > 0) Llama.SamplerChainAdd(chain, Llama.MinP(options.MinP, 1));
        Llama.SamplerChainAdd(chain, Llama.Temperature(options.Temperature));
        Llama.SamplerChainAdd(chain, Llama.Distribution(options.Seed ?? Llama.RandomSeed));
    }

    private static void AddMirostat(SamplerHandle chain, SamplerOptions options, Vocabulary vocabulary)
    {
        Llama.SamplerChainAdd(chain, Llama.Temperature(options.Temperature));
        var seed = options.Seed ?? Llama.RandomSeed;
        Llama.SamplerChainAdd(chain, options.Mirostat == 1
            ? Llama.Mirostat(vocabulary.Size, seed, options.MirostatTau, options.MirostatEta, 100)
            : Llama.MirostatV2(seed, options.MirostatTau, options.MirostatEta));
    }

    private static nint Bias(IReadOnlyDictionary<int, float> biases, Vocabulary vocabulary)
    {
        var list = biases.Where(b => b.Key >= 0 && b.Key < vocabulary.Size).Select(b => new LlamaLogitBias { Token = b.Key, Bias = b.Value }).ToArray();
        fixed (LlamaLogitBias* first = list) return Llama.LogitBias(vocabulary.Size, list.Length, first);
    }
}
