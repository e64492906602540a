using Ziggie.Engine.Gguf;

namespace Ziggie.Models.Library;

/// <summary>A model on disk as lists show it.</summary>
/// <param name="Source"><c>folder</c>, <c>store</c> or <c>ollama</c>.</param>
/// <param name="Size">Of all its files, in bytes.</param>
/// <param name="ContextLength">Longest text it was trained on, in tokens.</param>
/// <param name="Memory">What it will take once loaded, estimated for one conversation on the CPU.</param>
/// <param name="CanAnswer">It can be loaded and asked.</param>
/// <param name="Problem">Why it is not offered.</param>
internal sealed record LocalModelView(
    string Name,
    string Source,
    bool ReadOnly,
    long Size,
    string? Digest,
    DateTimeOffset ModifiedAt,
    string? Architecture,
    string? ParameterSize,
    string? Quantisation,
    int? ContextLength,
    IReadOnlyList<string> Capabilities,
    MemoryView? Memory,
    bool CanAnswer,
    string? Problem)
{
    public static LocalModelView Of(LocalModel model) => new(
        model.Name,
        model.Source.ToString().ToLowerInvariant(),
        model.IsReadOnly,
        model.SizeBytes,
        model.Digest,
        model.ModifiedAt,
        model.Info?.Architecture,
        model.Info?.ParameterSize,
        model.Info?.Quantised,
        model.Info is { ContextLength: > 0 } info ? info.ContextLength : null,
        Words(model.Info?.Capabilities ?? ModelCapabilities.None),
        model.Info is null ? null : MemoryView.Usual(model.Info),
        model.CanAnswer,
        model.Problem);

    public static IReadOnlyList<string> Words(ModelCapabilities capabilities) =>
        [.. Enum.GetValues<ModelCapabilities>().Where(c => c != ModelCapabilities.None && capabilities.HasFlag(c)).Select(c => c.ToString().ToLowerInvariant())];
}

/// <summary>What a model will take at a context, in bytes.</summary>
/// <param name="Cache">Keys and values of the context, and states of recurrent layers.</param>
/// <param name="Compute">Room to compute in.</param>
internal sealed record MemoryView(int Context, long Weights, long Cache, long Compute, long Total)
{
    private const int UsualContext = 8192;

    public static MemoryView Usual(ModelInfo info) => At(info, info.ContextLength > 0 ? Math.Min(UsualContext, info.ContextLength) : UsualContext);

    public static MemoryView At(ModelInfo info, int context)
    {
        var estimate = MemoryEstimate.Of(info, new MemoryOptions(context));
        return new MemoryView(context, estimate.WeightBytes, estimate.CacheBytes + estimate.StateBytes, estimate.ComputeBytes, estimate.TotalBytes);
    }
}
