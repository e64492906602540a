namespace Ziggie.Engine.Gguf;

/// <summary>One file of a model; most models are one file.</summary>
/// <param name="Path">As it was given; a stream has only a name.</param>
/// <param name="DataOffset">Where its weights begin.</param>
/// <param name="Size">In bytes.</param>
public sealed record GgufPart(string Path, long DataOffset, long Size);
