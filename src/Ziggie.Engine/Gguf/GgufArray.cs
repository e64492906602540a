namespace Ziggie.Engine.Gguf;

/// <summary>A list among the metadata.</summary>
/// <param name="ElementType">Type of each element.</param>
/// <param name="Count">How many there are in the file.</param>
/// <param name="Kept">All of them, or none where the list is long.</param>
public sealed record GgufArray(GgufValueType ElementType, long Count, IReadOnlyList<GgufValue> Kept)
{
    public override string ToString() => Kept.Count == Count
        ? $"[{string.Join(", ", Kept)}]"
        : $"[{Count} × {GgufValueTypes.Name(ElementType)}]";
}
