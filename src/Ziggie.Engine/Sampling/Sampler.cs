using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Ziggie.Engine.Native;

namespace Ziggie.Engine.Sampling;

/// <summary>Chooses the next token of one generation.</summary>
internal sealed unsafe class Sampler : IDisposable
{
    private readonly SamplerHandle? _chain;
    private readonly SamplerHandle? _grammar;

    /// <exception cref="EngineException">The grammar cannot be used.</exception>
    public Sampler(SamplerOptions options, Vocabulary vocabulary, ReadOnlySpan<int> prompt)
    {
        _grammar = options.Grammar is { } grammar ? Grammar(grammar, options.GrammarTriggers, vocabulary) : null;
        _chain = SamplerChain.Create(options, vocabulary);
        if (_chain is null || options.RepeatLastN == 0) return;
        // Penalties count what the prompt says too.
        foreach (var token in prompt[^Math.Min(prompt.Length, Math.Min(4096, options.RepeatLastN < 0 ? 4096 : options.RepeatLastN))..]) Llama.SamplerAccept(_chain, token);
    }

    /// <param name="candidates">Room for every token, shared by the generations of a thread.</param>
    /// <exception cref="EngineException">No token satisfies the grammar.</exception>
    public int Pick(ReadOnlySpan<float> logits, LlamaTokenData* candidates)
    {
        var token = _chain is null ? TensorPrimitives.IndexOfMax(logits) : Choose(logits, candidates, withGrammar: false);
        // Most choices satisfy the grammar: asking it about one token is cheap, about all of them is not.
        if (_grammar is not null && !Allows(token)) token = Choose(logits, candidates, withGrammar: true);
        if (_chain is not null) Llama.SamplerAccept(_chain, token);
        if (_grammar is not null) Llama.SamplerAccept(_grammar, token);
        return token;
    }

    public void Dispose()
    {
        _chain?.Dispose();
        _grammar?.Dispose();
    }

    private int Choose(ReadOnlySpan<float> logits, LlamaTokenData* candidates, bool withGrammar)
    {
        for (var i = 0; i < logits.Length; i++) candidates[i] = new() { Id = i, Logit = logits[i] };
        var all = new LlamaTokenDataArray { Data = candidates, Size = (nuint)logits.Length, Selected = -1 };
        if (withGrammar)
        {
            Llama.SamplerApply(_grammar!, &all);
            if (!Any(all)) throw new EngineException("grammar.unmet", "No token of this model satisfies the grammar here; loosen the schema or grammar.") { Kind = Wire.ErrorKind.BadRequest };
        }
        if (_chain is not null) Llama.SamplerApply(_chain, &all);
        if (_chain is not null && all.Selected >= 0) return all.Data[all.Selected].Id;
        var best = 0;
        for (var i = 1; i < (int)all.Size; i++)
            if (all.Data[i].Logit > all.Data[best].Logit) best = i;
        return all.Data[best].Id;
    }

    private bool Allows(int token)
    {
        var one = new LlamaTokenData { Id = token, Logit = 1 };
        var only = new LlamaTokenDataArray { Data = &one, Size = 1, Selected = -1 };
        Llama.SamplerApply(_grammar!, &only);
        return !float.IsNegativeInfinity(one.Logit);
    }

    private static bool Any(in LlamaTokenDataArray candidates)
    {
        for (var i = 0; i < (int)candidates.Size; i++)
            if (!float.IsNegativeInfinity(candidates.Data[i].Logit)) return true;
        return false;
    }

    private static SamplerHandle Grammar(string text, IReadOnlyList<string> triggers, Vocabulary vocabulary)
    {
        SamplerHandle sampler;
        NativeLog.Forget();
        if (triggers.Count == 0)
        {
            sampler = Llama.Grammar(vocabulary.Pointer, text, "root");
        }
        else
        {
            var patterns = triggers.Select(t => Marshal.StringToCoTaskMemUTF8(t)).ToArray();
            fixed (nint* first = patterns) sampler = Llama.LazyGrammar(vocabulary.Pointer, text, "root", (byte**)first, (nuint)patterns.Length, null, 0);
            foreach (var pattern in patterns) Marshal.FreeCoTaskMem(pattern);
        }
        if (!sampler.IsInvalid) return sampler;
        throw new EngineException("grammar.invalid", $"The grammar cannot be used: {(NativeLog.Troubles() is [.., var said] ? said : "llama.cpp gave no reason")}.") { Kind = Wire.ErrorKind.BadRequest, Param = "grammar" };
    }
}
