using Ziggie.Wire;

namespace Ziggie.Conversations;

/// <summary>A checked question to the model.</summary>
internal sealed record Turn
{
    public string? Content { get; init; }
    public string? Model { get; init; }
    public string? System { get; init; }

    /// <summary>Null: those of the replaced message, if one is replaced.</summary>
    public IReadOnlyList<TurnImage>? Images { get; init; }
    public string? ReplaceFrom { get; init; }
    public string? Regenerate { get; init; }
    public SamplingOptions Sampling { get; init; } = new();
    public Thinking? Thinking { get; init; }
}

/// <summary>A checked picture.</summary>
internal sealed record TurnImage(string MediaType, byte[] Data);

/// <summary>How the beginning of a turn went.</summary>
internal abstract record TurnStart
{
    /// <summary>The conversation waits for its answer.</summary>
    /// <param name="Question">Null where an answer is made anew.</param>
    /// <param name="Removed">Messages that went to the past.</param>
    public sealed record Begun(ConversationRow Conversation, ConversationMessage? Question, ConversationMessage Answer, IReadOnlyList<string> Removed) : TurnStart;

    public sealed record NoConversation : TurnStart;

    public sealed record AlreadyRunning : TurnStart;

    /// <summary>The message to replace or make anew is not there, or is not of the kind.</summary>
    public sealed record NoSuchMessage(string Field, string Why) : TurnStart;

    /// <summary>Something would grow past its bound.</summary>
    public sealed record TooLarge(string Why) : TurnStart;
}
