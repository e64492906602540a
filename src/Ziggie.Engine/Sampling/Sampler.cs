using System.Numerics.Tensors;
using Ziggie.Engine.Native;

namespace Ziggie.Engine.Sampling;

/// <summary>Chooses the next token of one generation.</summary>
internal sealed unsafe class Sampler : IDisposable
{
    private const int MostRemembered = 4096;

    private readonly SamplerHandle? _chain;
    private readonly GrammarGate? _grammar;

    /// <exception cref="EngineException">The grammar cannot be used.</exception>
    public Sampler(SamplerOptions options, Vocabulary vocabulary, ReadOnlySpan<int> prompt)
    {
        _grammar = options.Grammar is { } grammar ? new GrammarGate(grammar, options.GrammarTriggers, vocabulary) : null;
        _chain = SamplerChain.Create(options, vocabulary);
        if (_chain is null || !SamplerChain.Penalizes(options)) return;
        // Penalties count what the prompt says too.
        var last = options.RepeatLastN < 0 ? MostRemembered : Math.Min(MostRemembered, options.RepeatLastN);
        foreach (var token in prompt[^Math.Min(prompt.Length, last)..]) Llama.SamplerAccept(_chain, token);
    }

    /// <param name="candidates">Room for every token, shared by the generations of a thread.</param>
    /// <exception cref="EngineException">No token satisfies the grammar.</exception>
    public int Pick(ReadOnlySpan<float> logits, LlamaTokenData* candidates)
    {
        var token = _chain is null ? TensorPrimitives.IndexOfMax(logits) : Choose(logits, candidates, withGrammar: false);
        // Most choices satisfy the grammar: asking it about one token is cheap, about all of them is not.
        if (_grammar is not null && !_grammar.Allows(token)) token = Choose(logits, candidates, withGrammar: true);
        if (_chain is not null) Llama.SamplerAccept(_chain, token);
        _grammar?.Accept(token);
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
            _grammar!.Apply(&all);
            if (!Any(all)) throw new EngineException("grammar.unmet", "No token of this model satisfies the grammar here; loosen the schema or grammar.") { Kind = Wire.ErrorKind.BadRequest };
        }
        if (_chain is not null) Llama.SamplerApply(_chain, &all);
        if (_chain is not null && all.Selected >= 0) return all.Data[all.Selected].Id;
        var best = 0;
        for (var i = 1; i < (int)all.Size; i++)
            if (all.Data[i].Logit > all.Data[best].Logit) best = i;
        return all.Data[best].Id;
    }

    private static bool Any(in LlamaTokenDataArray candidates)
    {
        for (var i = 0; i < (int)candidates.Size; i++)
            if (!float.IsNegativeInfinity(candidates.Data[i].Logit)) return true;
        return false;
    }
}
