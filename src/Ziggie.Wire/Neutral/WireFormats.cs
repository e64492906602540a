using Ziggie.Wire.Anthropic;
using Ziggie.Wire.Ollama;
using Ziggie.Wire.OpenAi;
using Ziggie.Wire.ZiggieApi;

namespace Ziggie.Wire;

/// <summary>Every format there is, and which one a backend of a dialect speaks for an operation.</summary>
public static class WireFormats
{
    public static WireFormat OpenAiChat { get; } = new OpenAiChatFormat();
    public static WireFormat OpenAiCompletions { get; } = new OpenAiCompletionsFormat();
    public static WireFormat OpenAiResponses { get; } = new OpenAiResponsesFormat();
    public static WireFormat OpenAiEmbeddings { get; } = new OpenAiEmbeddingsFormat();
    public static WireFormat OllamaChat { get; } = new OllamaChatFormat();
    public static WireFormat OllamaGenerate { get; } = new OllamaGenerateFormat();
    public static WireFormat OllamaEmbed { get; } = new OllamaEmbedFormat();
    public static WireFormat OllamaEmbeddings { get; } = new OllamaEmbeddingsFormat();
    public static WireFormat AnthropicMessages { get; } = new AnthropicMessagesFormat();
    public static WireFormat AnthropicCountTokens { get; } = new AnthropicCountTokensFormat();
    public static WireFormat ZiggieGenerate { get; } = new ZiggieGenerateFormat();

    private static readonly WireFormat s_engineChat = new OpenAiChatFormat(isEngine: true);
    private static readonly WireFormat s_engineCompletions = new OpenAiCompletionsFormat(isEngine: true);
    private static readonly WireFormat s_engineEmbeddings = new OpenAiEmbeddingsFormat(isEngine: true);

    /// <summary>The format in which Ziggie's own engine takes this request: OpenAI's, with how long a model stays in memory.</summary>
    public static WireFormat ForEngine(ModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Operation switch
        {
            Operation.Embeddings => s_engineEmbeddings,
            Operation.Completion when request.Raw || request.Suffix is not null => s_engineCompletions,
            _ => s_engineChat,
        };
    }

    /// <summary>The format in which a backend of <paramref name="dialect"/> takes this request; null where it cannot.</summary>
    public static WireFormat? ForBackend(Dialect dialect, ModelRequest request) => (dialect, request.Operation) switch
    {
        (Dialect.OpenAi, Operation.Chat) => OpenAiChat,
        // Ollama's generate fills a chat template unless it is raw; OpenAI's completions never do.
        (Dialect.OpenAi, Operation.Completion) => request.Raw || request.Suffix is not null ? OpenAiCompletions : OpenAiChat,
        (Dialect.OpenAi, Operation.Embeddings) => OpenAiEmbeddings,
        (Dialect.Ollama, Operation.Chat) => OllamaChat,
        (Dialect.Ollama, Operation.Completion) => OllamaGenerate,
        (Dialect.Ollama, Operation.Embeddings) => OllamaEmbed,
        (Dialect.Anthropic, Operation.Chat or Operation.Completion) => AnthropicMessages,
        (Dialect.Anthropic, Operation.CountTokens) => AnthropicCountTokens,
        _ => null,
    };
}
