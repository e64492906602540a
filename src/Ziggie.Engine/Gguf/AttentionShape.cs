namespace Ziggie.Engine.Gguf;

/// <summary>What decides how much memory a context takes.</summary>
public sealed record AttentionShape
{
    public required IReadOnlyList<LayerShape> Layers { get; init; }

    /// <summary>The most of any layer.</summary>
    public int Heads => Layers.Count == 0 ? 0 : Layers.Max(l => l.Heads);

    /// <summary>The most of any layer.</summary>
    public int KvHeads => Layers.Count == 0 ? 0 : Layers.Max(l => l.KvHeads);

    /// <summary>Numbers in the key of one head.</summary>
    public required int KeyLength { get; init; }

    /// <summary>Numbers in the value of one head.</summary>
    public required int ValueLength { get; init; }

    /// <summary>The same in layers with a sliding window.</summary>
    public required int SlidingKeyLength { get; init; }

    /// <summary>The same in layers with a sliding window.</summary>
    public required int SlidingValueLength { get; init; }

    /// <summary>Tokens that a layer with a sliding window looks back; null where there is none.</summary>
    public required int? SlidingWindow { get; init; }

    /// <summary>Values are computed from the keys and take no memory (multi-head latent attention).</summary>
    public required bool IsLatent { get; init; }

    /// <summary>The state that a recurrent layer keeps for one sequence, in bytes.</summary>
    public required long StateBytes { get; init; }
}
