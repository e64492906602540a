using System.Collections.Immutable;

namespace Ziggie.Engine.Gguf;

/// <summary>One array of weights.</summary>
/// <param name="Name">Such as <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Dimensions">The length of a row first.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Offset">From the start of its file, in bytes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Part">Which of <see cref="GgufFile.Parts"/> holds it.</param>
public sealed record GgufTensor(string Name, ImmutableArray<long> Dimensions, GgufTensorType Type, long Offset, long Bytes, int Part)
{
    public long Elements => Dimensions.Aggregate(1L, (product, length) => product * length);
}
