using Microsoft.AspNetCore.Http;
using Ziggie.Http;

namespace Ziggie.Identity;

/// <summary>Which API a path belongs to: decides who may come without a key, and in whose words an error is told.</summary>
public static class ModelPaths
{
    private static readonly HashSet<string> Ollama = new(StringComparer.OrdinalIgnoreCase)
    {
        "/api/chat", "/api/generate", "/api/tags", "/api/ps", "/api/version", "/api/show", "/api/embed", "/api/embeddings",
        "/api/pull", "/api/push", "/api/create", "/api/copy", "/api/delete",
    };

    /// <summary>A path that model clients use: <c>/v1/*</c>, Ollama's, or <c>/api/llm/*</c>.</summary>
    public static bool IsModelEndpoint(PathString path) => IsV1(path) || IsOllama(path) || path.StartsWithSegments("/api/llm", StringComparison.OrdinalIgnoreCase);

    public static bool IsV1(PathString path) => path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whose words an error is told in.</summary>
    public static ErrorShape ShapeOf(HttpRequest request) =>
        IsV1(request.Path)
            ? request.Headers.ContainsKey("anthropic-version") || request.Path.StartsWithSegments("/v1/messages", StringComparison.OrdinalIgnoreCase) ? ErrorShape.Anthropic : ErrorShape.OpenAi
            : IsOllama(request.Path) ? ErrorShape.Ollama : ErrorShape.Problem;

    private static bool IsOllama(PathString path) => path.Value is { } value && Ollama.Contains(value);
}
