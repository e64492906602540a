namespace Ziggie.Engine.Gguf;

/// <summary>What a model can be asked for.</summary>
[Flags]
public enum ModelCapabilities
{
    None = 0,

    /// <summary>Going on with a text.</summary>
    Completion = 1,

    /// <summary>Its chat template knows tools.</summary>
    Tools = 2,

    /// <summary>Its chat template knows thinking apart from the answer.</summary>
    Thinking = 4,

    /// <summary>Vectors for texts.</summary>
    Embedding = 8,

    /// <summary>Filling a gap within a text, as editors ask.</summary>
    Insert = 16,
}
