using System.Text.Json.Serialization;

namespace Ziggie.Conversations;

/// <summary>Begins a conversation; all of it may be left out.</summary>
internal sealed record NewConversation(string? Title, string? Model, string? System);

/// <summary>Changes a conversation; what is left out stays, an empty model or system is taken away.</summary>
internal sealed record ConversationPatch(string? Title, string? Model, string? System);

/// <summary>Asks the model: something new, something asked differently (<c>replaceFrom</c>), or again (<c>regenerate</c>).</summary>
/// <param name="Model">Also the conversation's model from now on.</param>
/// <param name="System">Also the conversation's system prompt from now on.</param>
/// <param name="Images">Left out with <c>replaceFrom</c>: the replaced message's pictures.</param>
internal sealed record NewMessage(
    string? Content,
    string? Model,
    string? System,
    MessageOptions? Options,
    IReadOnlyList<NewImage>? Images,
    string? ReplaceFrom,
    string? Regenerate);

/// <summary>A picture, sent with a message.</summary>
internal sealed record NewImage(string? MediaType, string? Base64);

/// <summary>How the model should answer; what is left out is the backend's choice.</summary>
internal sealed record MessageOptions
{
    public double? Temperature { get; init; }
    public double? TopP { get; init; }
    public int? TopK { get; init; }
    public double? MinP { get; init; }
    public int? MaxTokens { get; init; }
    public long? Seed { get; init; }
    public double? PresencePenalty { get; init; }
    public double? FrequencyPenalty { get; init; }
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Whether the model should think first.</summary>
    public bool? Thinking { get; init; }
}

/// <summary>What was begun.</summary>
internal sealed record MessageAccepted([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserMessageId, string MessageId);

/// <summary>Whether something was stopped.</summary>
internal sealed record StopResult(bool Stopped, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MessageId);
