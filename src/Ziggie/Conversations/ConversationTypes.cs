using System.Text.Json.Serialization;
using Ziggie.Wire;

namespace Ziggie.Conversations;

/// <summary>How a message stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageStatus>))]
internal enum MessageStatus
{
    [JsonStringEnumMemberName("done")]
    Done,

    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("failed")]
    Failed,

    [JsonStringEnumMemberName("stopped")]
    Stopped,
}

/// <summary>Who wrote a message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageAuthor>))]
internal enum MessageAuthor
{
    [JsonStringEnumMemberName("user")]
    User,

    [JsonStringEnumMemberName("assistant")]
    Assistant,
}

/// <summary>A conversation in a list.</summary>
/// <param name="Snippet">In a search: the text around what was found in a message.</param>
internal sealed record ConversationItem(string Id, string Title, string? Model, DateTimeOffset UpdatedAt, bool Running, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Snippet = null);

/// <summary>A conversation with its messages, in order.</summary>
/// <param name="Seq">Id of the last event that is in it: <c>/events?after=</c> goes on from there.</param>
internal sealed record ConversationDetail(
    string Id, string Title, string? Model, string? System, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Seq, IReadOnlyList<ConversationMessage> Messages);

/// <summary>A message of a conversation.</summary>
internal sealed record ConversationMessage
{
    public required string Id { get; init; }

    /// <summary>The message it answers or follows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ParentId { get; init; }
    public required MessageAuthor Role { get; init; }
    public required string Content { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thinking { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MessageImage>? Images { get; init; }
    public required MessageStatus Status { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageError? Error { get; init; }

    /// <summary>Why the model ended, e.g. <c>stop</c>, <c>length</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FinishReason { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Backend { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageUsage? Usage { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageTimings? Timings { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>While it runs: number of the last delta that is in it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seq { get; init; }
}

/// <summary>A picture of a message; its bytes are at <paramref name="Url"/>, or in an export in <paramref name="Base64"/>.</summary>
internal sealed record MessageImage(string MediaType, long Bytes, string Url, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Base64 = null);

/// <summary>Why a message failed.</summary>
internal sealed record MessageError(string Code, string Message);

/// <summary>Tokens of a message, where the backend told them.</summary>
internal sealed record MessageUsage(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PromptTokens,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? CompletionTokens,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? CachedTokens,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ReasoningTokens)
{
    public static MessageUsage? Of(TokenUsage usage) => usage is { Prompt: < 0, Completion: < 0 }
        ? null
        : new(Told(usage.Prompt), Told(usage.Completion), Told(usage.Cached), Told(usage.Reasoning));

    private static int? Told(int count) => count < 0 ? null : count;
}

/// <summary>How long a message took, in milliseconds from when it was asked for.</summary>
internal sealed record MessageTimings(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? QueueMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? FirstTokenMs,
    long TotalMs);
