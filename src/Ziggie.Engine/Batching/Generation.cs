using Ziggie.Engine.Sampling;

namespace Ziggie.Engine.Batching;

/// <summary>A prompt to be continued, and who listens.</summary>
internal sealed class Generation(int[] prompt, SamplerOptions sampling, int mostTokens, IGenerationListener listener)
{
    private volatile bool _cancelled;

    public int[] Prompt => prompt;
    public SamplerOptions Sampling => sampling;

    /// <summary>Tokens generated at most.</summary>
    public int MostTokens => mostTokens;
    public IGenerationListener Listener => listener;

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsCancelled => _cancelled;

    /// <summary>Set by <see cref="Runner.Cancel"/> alone, which also ends what is being computed for it.</summary>
    public void MarkCancelled() => _cancelled = true;
}

/// <summary>Why a generation ended.</summary>
internal enum GenerationEnd
{
    /// <summary>The model ended its turn.</summary>
    EndOfTurn,

    /// <summary>As many tokens as were asked for.</summary>
    MostTokens,

    /// <summary>The sequence's context is full.</summary>
    ContextFull,

    /// <summary>The listener has heard enough: a stop string.</summary>
    Stopped,
    Cancelled,
}

/// <summary>What was done for a generation. Times in nanoseconds.</summary>
/// <param name="Cached">Prompt tokens that were in memory already.</param>
internal readonly record struct GenerationCost(int Prompt, int Cached, int Generated, long PromptNs, long GenerateNs);

/// <summary>Hears of a generation, on the runner's thread: it must not block.</summary>
internal interface IGenerationListener
{
    /// <summary>Tokens of which control texts are wanted too, because they begin or end a call or a thought; others are silent.</summary>
    bool Shows(int controlToken);

    /// <summary>The next token and its bytes, maybe a part of a character.</summary>
    /// <param name="logits">What the model thought of every token, before any sampling.</param>
    /// <returns>False to end here: a stop string was met.</returns>
    bool Take(int token, ReadOnlySpan<byte> piece, ReadOnlySpan<float> logits);

    void Ended(GenerationEnd end, in GenerationCost cost);

    void Failed(EngineException failure);
}
