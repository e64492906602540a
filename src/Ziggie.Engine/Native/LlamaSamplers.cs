using System.Runtime.InteropServices;

namespace Ziggie.Engine.Native;

internal static unsafe partial class Llama
{
    [LibraryImport(Library, EntryPoint = "llama_sampler_chain_init")]
    public static partial SamplerHandle SamplerChain(LlamaSamplerChainParams parameters);

    [LibraryImport(Library, EntryPoint = "llama_sampler_chain_add")]
    public static partial void SamplerChainAdd(SamplerHandle chain, nint sampler);

    [LibraryImport(Library, EntryPoint = "llama_sampler_accept")]
    public static partial void SamplerAccept(SamplerHandle sampler, int token);

    [LibraryImport(Library, EntryPoint = "llama_sampler_apply")]
    public static partial void SamplerApply(SamplerHandle sampler, LlamaTokenDataArray* candidates);

    [LibraryImport(Library, EntryPoint = "llama_sampler_free")]
    public static partial void SamplerFree(nint sampler);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_greedy")]
    public static partial nint Greedy();

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_dist")]
    public static partial nint Distribution(uint seed);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_top_k")]
    public static partial nint TopK(int k);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_top_p")]
    public static partial nint TopP(float p, nuint keep);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_min_p")]
    public static partial nint MinP(float p, nuint keep);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_typical")]
    public static partial nint Typical(float p, nuint keep);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_temp")]
    public static partial nint Temperature(float temperature);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_penalties")]
    public static partial nint Penalties(int vocabulary, int lastTokens, float repeat, float frequency, float presence);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_mirostat")]
    public static partial nint Mirostat(int vocabulary, uint seed, float tau, float eta, int m);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_mirostat_v2")]
    public static partial nint MirostatV2(uint seed, float tau, float eta);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_logit_bias")]
    public static partial nint LogitBias(int vocabulary, int count, LlamaLogitBias* biases);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_grammar", StringMarshalling = StringMarshalling.Utf8)]
    public static partial SamplerHandle Grammar(nint vocabulary, string grammar, string root);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_grammar_lazy_patterns", StringMarshalling = StringMarshalling.Utf8)]
    public static partial SamplerHandle LazyGrammar(nint vocabulary, string grammar, string root, byte** patterns, nuint patternCount, int* tokens, nuint tokenCount);
}
