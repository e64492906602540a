using Ziggie.Http;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>One way in: a path whose requests have one format.</summary>
/// <param name="Problems">Errors are problem+json (Ziggie's own API) rather than in the format's dialect.</param>
internal sealed record Door(string Path, WireFormat Format, bool Problems = false)
{
    /// <summary>For records and metrics.</summary>
    public string Name { get; } = Path.StartsWith("/api/llm", StringComparison.Ordinal) ? "ziggie." + Path["/api/llm/".Length..] : Format.Name;

    /// <summary>Whether its replies can be streamed; where they cannot, a request to do so is passed over, as model servers do.</summary>
    public bool Streams { get; } = Format.Operation is Operation.Chat or Operation.Completion;

    public ErrorShape ErrorShape { get; } = Problems ? ErrorShape.Problem : Format.Dialect switch { Dialect.Ollama => ErrorShape.Ollama, Dialect.Anthropic => ErrorShape.Anthropic, _ => ErrorShape.OpenAi };
}

/// <summary>All doors.</summary>
internal static class Doors
{
    private static readonly Door s_chat = new("/v1/chat/completions", WireFormats.OpenAiChat);
    private static readonly Door s_completions = new("/v1/completions", WireFormats.OpenAiCompletions);
    private static readonly Door s_responses = new("/v1/responses", WireFormats.OpenAiResponses);
    private static readonly Door s_embeddings = new("/v1/embeddings", WireFormats.OpenAiEmbeddings);
    private static readonly Door s_messages = new("/v1/messages", WireFormats.AnthropicMessages);
    private static readonly Door s_countTokens = new("/v1/messages/count_tokens", WireFormats.AnthropicCountTokens);
    private static readonly Door s_ollamaChat = new("/api/chat", WireFormats.OllamaChat);
    private static readonly Door s_ollamaGenerate = new("/api/generate", WireFormats.OllamaGenerate);
    private static readonly Door s_ollamaEmbed = new("/api/embed", WireFormats.OllamaEmbed);
    private static readonly Door s_ollamaEmbeddings = new("/api/embeddings", WireFormats.OllamaEmbeddings);
    private static readonly Door s_llmChat = new("/api/llm/chat", WireFormats.OpenAiChat, Problems: true);
    private static readonly Door s_llmGenerate = new("/api/llm/generate", WireFormats.ZiggieGenerate, Problems: true);

    public static IReadOnlyList<Door> All { get; } =
        [s_chat, s_completions, s_responses, s_embeddings, s_messages, s_countTokens, s_ollamaChat, s_ollamaGenerate, s_ollamaEmbed, s_ollamaEmbeddings, s_llmChat, s_llmGenerate];

    /// <summary>The door at a path, or null.</summary>
    public static Door? Find(ReadOnlySpan<char> path) => path switch
    {
        "/v1/chat/completions" => s_chat,
        "/v1/completions" => s_completions,
        "/v1/responses" => s_responses,
        "/v1/embeddings" => s_embeddings,
        "/v1/messages" => s_messages,
        "/v1/messages/count_tokens" => s_countTokens,
        "/api/chat" => s_ollamaChat,
        "/api/generate" => s_ollamaGenerate,
        "/api/embed" => s_ollamaEmbed,
        "/api/embeddings" => s_ollamaEmbeddings,
        "/api/llm/chat" => s_llmChat,
        "/api/llm/generate" => s_llmGenerate,
        _ => null,
    };
}
