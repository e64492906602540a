namespace Ziggie.Engine.Gguf;

/// <summary>What one layer remembers of the text before.</summary>
public enum LayerMemory
{
    /// <summary>Keys and values of every token.</summary>
    Full,

    /// <summary>Keys and values of the last tokens only.</summary>
    Sliding,

    /// <summary>A state of fixed size for each sequence.</summary>
    State,

    /// <summary>Both a state and every token.</summary>
    StateAndFull,

    /// <summary>Nothing of its own.</summary>
    None,
}

/// <summary>One layer of a model.</summary>
/// <param name="Heads">Attention heads; 0 where there is none.</param>
/// <param name="KvHeads">Heads with keys and values of their own.</param>
/// <param name="Memory">What it remembers.</param>
/// <param name="WeightBytes">Of its weights in the file.</param>
public sealed record LayerShape(int Heads, int KvHeads, LayerMemory Memory, long WeightBytes);
