namespace Ziggie.Wire;

/// <summary>Whose API a caller or a backend speaks.</summary>
public enum Dialect
{
    /// <summary>OpenAI's API: <c>/v1/chat/completions</c> and its siblings; also Ziggie's own <c>/api/llm</c>.</summary>
    OpenAi,

    /// <summary>Ollama's API: <c>/api/chat</c> and its siblings.</summary>
    Ollama,

    /// <summary>Anthropic's API: <c>/v1/messages</c>.</summary>
    Anthropic,
}

/// <summary>What a request asks of a model, whatever the dialect.</summary>
public enum Operation
{
    /// <summary>A conversation in messages, answered by the next one.</summary>
    Chat,

    /// <summary>A prompt, continued.</summary>
    Completion,

    /// <summary>Texts, answered by vectors.</summary>
    Embeddings,

    /// <summary>A conversation, answered by how many tokens it has.</summary>
    CountTokens,
}
