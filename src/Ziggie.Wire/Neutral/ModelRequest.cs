using System.Text.Json;

namespace Ziggie.Wire;

/// <summary>
/// A request as any dialect can say it. Readers fill what their dialect has; writers take what theirs has,
/// refuse what would change the answer and list the rest in <see cref="DroppedFields"/>.
/// Null always means "not said", so that the backend's own default holds.
/// </summary>
public sealed record ModelRequest
{
    public required Operation Operation { get; init; }

    /// <summary>The dialect the request was said in: only a writer of the same one passes <see cref="Extra"/> on unseen. Null for calls from inside.</summary>
    public Dialect? Source { get; init; }

    /// <summary>The name the caller used; empty where none was given.</summary>
    public string Model { get; init; } = "";

    public bool Stream { get; init; }

    /// <summary>Whether the caller wants token counts in the stream (OpenAI's <c>stream_options.include_usage</c>; always true for the other dialects).</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Chat and token counting: the conversation, system messages included, in order. Completion: at most the system text beside the prompt (Ollama's <c>system</c>).</summary>
    public IReadOnlyList<Message> Messages { get; init; } = [];

    /// <summary>Completion: the prompt.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Completion: what comes after the gap to fill.</summary>
    public string? Suffix { get; init; }

    /// <summary>Completion: the prompt goes to the model as it is, without its chat template (Ollama's <c>raw</c>; true for OpenAI's completions).</summary>
    public bool Raw { get; init; }

    /// <summary>Completion: pictures beside the prompt (Ollama's <c>generate</c>).</summary>
    public IReadOnlyList<ImagePart> Images { get; init; } = [];

    /// <summary>Embeddings: the texts.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    public int? Dimensions { get; init; }

    /// <summary>Embeddings: vectors wanted as base64 of little-endian floats (OpenAI's <c>encoding_format</c>).</summary>
    public bool Base64Vectors { get; init; }

    /// <summary>Embeddings: cut inputs that are too long (Ollama's <c>truncate</c>).</summary>
    public bool? Truncate { get; init; }

    public SamplingOptions Sampling { get; init; } = new();

    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];
    public ToolChoice? ToolChoice { get; init; }
    public bool? ParallelToolCalls { get; init; }
    public OutputFormat? Output { get; init; }
    public Thinking? Thinking { get; init; }

    /// <summary>How long the backend should keep the model loaded, as Ollama writes it ("5m", "-1"); other dialects have no word for it.</summary>
    public string? KeepAlive { get; init; }

    /// <summary>The caller's own word for its end user (OpenAI's <c>user</c>, Anthropic's <c>metadata.user_id</c>).</summary>
    public string? EndUser { get; init; }

    /// <summary>Top-level fields of the caller's dialect that this record has no place for, each with its JSON: writers list them as dropped, or refuse those that would change the answer.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>How the next token is chosen and when to stop. Null: not said.</summary>
public sealed record SamplingOptions
{
    public double? Temperature { get; init; }
    public double? TopP { get; init; }
    public int? TopK { get; init; }
    public double? MinP { get; init; }
    public double? TypicalP { get; init; }
    public double? PresencePenalty { get; init; }
    public double? FrequencyPenalty { get; init; }
    public double? RepeatPenalty { get; init; }
    public int? RepeatLastN { get; init; }
    public long? Seed { get; init; }

    /// <summary>Most tokens to generate; null is the backend's default.</summary>
    public int? MaxTokens { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>How many alternative answers (OpenAI's <c>n</c>).</summary>
    public int? Choices { get; init; }

    /// <summary>Token id to bias (OpenAI's <c>logit_bias</c>).</summary>
    public IReadOnlyDictionary<string, double>? LogitBias { get; init; }

    public bool? LogProbs { get; init; }
    public int? TopLogProbs { get; init; }

    /// <summary>Context length in tokens (Ollama's <c>num_ctx</c>).</summary>
    public int? ContextLength { get; init; }

    /// <summary>Ollama's remaining <c>options</c>, each with its JSON; only an Ollama backend understands them.</summary>
    public IReadOnlyDictionary<string, JsonElement> OllamaOptions { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>Whether and how much the model should think before it answers.</summary>
/// <param name="Enabled">False asks for no thinking.</param>
/// <param name="Effort">low, medium, high, or null.</param>
/// <param name="BudgetTokens">Most tokens for thinking (Anthropic), or null.</param>
public sealed record Thinking(bool Enabled, string? Effort = null, int? BudgetTokens = null);

/// <summary>The shape the answer must have.</summary>
/// <param name="Schema">The JSON Schema; null asks for any JSON.</param>
/// <param name="Name">The schema's name, where the dialect has one.</param>
/// <param name="Strict">Whether the schema must hold to the letter, where the dialect says so.</param>
public sealed record OutputFormat(JsonElement? Schema, string? Name = null, bool? Strict = null, string? Description = null);

/// <summary>A tool the model may call.</summary>
/// <param name="Parameters">JSON Schema of its arguments; null where it takes none.</param>
public sealed record ToolDefinition(string Name, string? Description, JsonElement? Parameters, bool? Strict = null);

/// <summary>Which tool must or may be called.</summary>
public sealed record ToolChoice(ToolChoiceMode Mode, string? Name = null);

/// <summary>How free the model is in calling tools.</summary>
public enum ToolChoiceMode { Auto, None, Required, Named }
