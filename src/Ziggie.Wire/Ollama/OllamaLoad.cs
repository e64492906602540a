using Ziggie.Wire.Ollama;

namespace Ziggie.Wire;

/// <summary>
/// Ollama's clients load a model by a chat without messages or a generation without a prompt, and unload it with <c>keep_alive</c> 0
/// beside that. Backends of other dialects have no such request: whoever stands before one answers itself, with
/// <see cref="ReplyWriter.Finish"/> of this reason and nothing else.
/// </summary>
public static class OllamaLoad
{
    /// <summary><see cref="FinishReason.Load"/>, <see cref="FinishReason.Unload"/>, or null where the request asks for an answer.</summary>
    public static FinishReason? AskedBy(ModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Source != Dialect.Ollama) return null;
        var empty = request.Operation switch
        {
            Operation.Chat => request.Messages.Count == 0,
            Operation.Completion => request.Prompt.Length == 0,
            _ => false,
        };
        if (!empty) return null;
        return OllamaKeepAlive.IsZero(request.KeepAlive) ? FinishReason.Unload : FinishReason.Load;
    }
}
