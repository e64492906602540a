using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Ziggie.Engine.Gguf;

namespace Ziggie.Models.Library;

/// <summary>All that is known of a model on disk.</summary>
/// <param name="Title">What its maker calls it.</param>
/// <param name="Memory">Estimates at the usual context, the longest one, and the one asked for.</param>
/// <param name="ChatTemplate">As the file has it.</param>
/// <param name="Templates">Further templates of the file, by name.</param>
/// <param name="Template">One in Ollama's language that came beside the file.</param>
/// <param name="Parameters">Settings that came beside the file, with Ollama's names.</param>
/// <param name="Metadata">What the file says of itself, where asked for; long lists and texts shortened.</param>
internal sealed record LocalModelDetails(
    string Name,
    string Source,
    bool ReadOnly,
    long Size,
    string? Digest,
    DateTimeOffset ModifiedAt,
    bool CanAnswer,
    string? Problem,
    IReadOnlyList<string> Paths,
    string? Title,
    string? Architecture,
    string? Kind,
    string? ParameterSize,
    long? ParameterCount,
    string? Quantisation,
    int? ContextLength,
    int? EmbeddingLength,
    int? Layers,
    int? Experts,
    int? VocabularySize,
    string? Tokenizer,
    string? Pooling,
    IReadOnlyList<string> Capabilities,
    IReadOnlyList<MemoryView> Memory,
    string? ChatTemplate,
    IReadOnlyDictionary<string, string>? Templates,
    string? Template,
    JsonNode? Parameters,
    string? System,
    string? License,
    string? Projector,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Metadata)
{
    public static LocalModelDetails Of(LocalModel model, int? context, IReadOnlyDictionary<string, string>? metadata)
    {
        var info = model.Info;
        return new LocalModelDetails(
            model.Name,
            model.Source.ToString().ToLowerInvariant(),
            model.IsReadOnly,
            model.SizeBytes,
            model.Digest,
            model.ModifiedAt,
            model.CanAnswer,
            model.Problem,
            model.Paths,
            info?.Name,
            info?.Architecture,
            info is null ? null : JsonNamingPolicy.CamelCase.ConvertName(info.Kind.ToString()),
            info?.ParameterSize,
            info?.Parameters,
            info?.Quantised,
            info is { ContextLength: > 0 } ? info.ContextLength : null,
            info?.EmbeddingLength,
            info?.Layers,
            info?.Experts,
            info?.VocabularySize,
            info is null ? null : string.Join(", ", new[] { info.TokenizerModel, info.TokenizerPre }.OfType<string>()),
            info?.Pooling?.ToString().ToLowerInvariant(),
            LocalModelView.Words(info?.Capabilities ?? ModelCapabilities.None),
            info is null ? [] : Estimates(info, context),
            info?.ChatTemplate,
            info?.NamedTemplates,
            model.Template,
            model.Parameters is { } parameters ? JsonNode.Parse(parameters) : null,
            model.System,
            model.License ?? info?.License,
            model.Projector,
            metadata);
    }

    private static IReadOnlyList<MemoryView> Estimates(ModelInfo info, int? context)
    {
        var usual = MemoryView.Usual(info);
        return [.. new[] { usual.Context, context ?? usual.Context, info.ContextLength > 0 ? info.ContextLength : usual.Context }.Distinct().Order().Select(c => MemoryView.At(info, c))];
    }
}
