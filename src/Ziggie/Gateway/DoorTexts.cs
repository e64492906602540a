namespace Ziggie.Gateway;

/// <summary>What a body has at least, beside all that its API knows.</summary>
/// <param name="Name">With a <c>*</c> at the end where a request must have it.</param>
/// <param name="Type">JSON type.</param>
internal sealed record DoorField(string Name, string Type, string About);

/// <summary>A door as the API's document tells it.</summary>
/// <param name="Example">A whole body.</param>
internal sealed record DoorText(string Tag, string Summary, string Example, params IReadOnlyList<DoorField> Fields);

/// <summary>The texts of all doors that speak somebody else's API.</summary>
internal static class DoorTexts
{
    public const string OpenAi = "OpenAI's API";
    public const string Ollama = "Ollama's API";
    public const string Anthropic = "Anthropic's API";

    private static readonly DoorField s_model = new("model", "string", "A model, an alias or backend/model; the first model of the default backend where it is left out.");
    private static readonly DoorField s_stream = new("stream", "boolean", "The reply comes in pieces, as server-sent events.");
    private static readonly DoorField s_lines = new("stream", "boolean", "The reply comes in pieces, a JSON object a line; true where it is left out.");
    private static readonly DoorField s_messages = new("messages*", "array", "The conversation so far: objects with role and content.");
    private static readonly DoorField s_prompt = new("prompt*", "string", "The text to go on from.");
    private static readonly DoorField s_input = new("input*", "string", "A text, or an array of texts.");

    /// <summary>Not a door, but its body is Ollama's, too.</summary>
    public static readonly DoorText Show = new(Ollama, "", """{"model":"demo"}""", new DoorField("model*", "string", "A model or an alias."));

    public static DoorText For(Door door) => door.Path switch
    {
        "/v1/chat/completions" => new(OpenAi, "Chat: answers a conversation", """{"model":"demo","messages":[{"role":"user","content":"Say hello."}],"max_tokens":100}""", s_model, s_messages, s_stream),
        "/v1/completions" => new(OpenAi, "Completion: goes on with a text", """{"model":"demo","prompt":"Once upon a time","max_tokens":50}""", s_model, s_prompt, s_stream),
        "/v1/responses" => new(OpenAi, "Responses: answers a conversation; nothing is stored", """{"model":"demo","input":"Say hello.","store":false}""", s_model, s_input, s_stream),
        "/v1/embeddings" => new(OpenAi, "Embeddings: texts as vectors", """{"model":"demo","input":["one text","another"]}""", s_model, s_input),
        "/v1/messages" => new(Anthropic, "Messages: answers a conversation", """{"model":"demo","max_tokens":100,"messages":[{"role":"user","content":"Say hello."}]}""", s_model, s_messages, new("max_tokens*", "integer", "How long the answer may get."), s_stream),
        "/v1/messages/count_tokens" => new(Anthropic, "Counts the tokens of a conversation", """{"model":"demo","messages":[{"role":"user","content":"Say hello."}]}""", s_model, s_messages),
        "/api/chat" => new(Ollama, "Chat: answers a conversation", """{"model":"demo","messages":[{"role":"user","content":"Say hello."}],"stream":false}""", s_model, s_messages, s_lines),
        "/api/generate" => new(Ollama, "Completion: answers a prompt", """{"model":"demo","prompt":"Say hello.","stream":false}""", s_model, s_prompt, s_lines),
        "/api/embed" => new(Ollama, "Embeddings: texts as vectors", """{"model":"demo","input":["one text","another"]}""", s_model, s_input),
        "/api/embeddings" => new(Ollama, "Embedding of one text, as older clients ask for it", """{"model":"demo","prompt":"one text"}""", s_model, s_prompt),
        "/api/llm/chat" => new("Models", "Chat in OpenAI's words, with Ziggie's errors", """{"model":"demo","messages":[{"role":"user","content":"Say hello."}]}""", s_model, s_messages, s_stream),
        "/api/llm/generate" => new("Models", "Answers a prompt", """{"model":"demo","prompt":"Say hello.","maxTokens":100}"""),
        _ => throw new InvalidOperationException($"{door.Path} is not described."),
    };
}
