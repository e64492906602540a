using Ziggie.Engine.Replies.Grammar;

namespace Ziggie.Engine.Sampling;

/// <summary>How the next token is chosen; defaults are llama.cpp's.</summary>
internal sealed record SamplerOptions
{
    /// <summary>0 always takes the likeliest.</summary>
    public float Temperature { get; init; } = 0.8f;
    public int TopK { get; init; } = 40;
    public float TopP { get; init; } = 0.95f;
    public float MinP { get; init; } = 0.05f;
    public float TypicalP { get; init; } = 1;
    public float RepeatPenalty { get; init; } = 1;
    public int RepeatLastN { get; init; } = 64;
    public float PresencePenalty { get; init; }
    public float FrequencyPenalty { get; init; }

    /// <summary>Null: another one each time.</summary>
    public uint? Seed { get; init; }

    /// <summary>0 off, 1 or 2: Mirostat in place of the cuts above.</summary>
    public int Mirostat { get; init; }
    public float MirostatTau { get; init; } = 5;
    public float MirostatEta { get; init; } = 0.1f;
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = new Dictionary<int, float>();

    /// <summary>What may be said, as GBNF with the rule root.</summary>
    public string? Grammar { get; init; }

    /// <summary>The grammar holds from where one of these is met; empty: from the beginning.</summary>
    public IReadOnlyList<GrammarTrigger> GrammarTriggers { get; init; } = [];
}
