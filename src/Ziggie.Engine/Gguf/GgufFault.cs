namespace Ziggie.Engine.Gguf;

/// <summary>What is wrong with a model file.</summary>
public enum GgufFault
{
    /// <summary>The system does not let it be read.</summary>
    Unreadable,

    /// <summary>Another kind of file.</summary>
    NotGguf,

    /// <summary>A GGUF file of a version, byte order or tensor type that is not read here.</summary>
    Unsupported,

    /// <summary>It ends too early.</summary>
    Truncated,

    /// <summary>Its contents contradict themselves.</summary>
    Damaged,

    /// <summary>It claims more than any real model has.</summary>
    TooLarge,

    /// <summary>One of the parts that it was split into is not there.</summary>
    MissingPart,
}
