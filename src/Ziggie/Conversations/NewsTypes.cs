namespace Ziggie.Conversations;

/// <summary><c>message.started</c>: an answer begins, and what was asked.</summary>
/// <param name="Removed">Messages that are no longer part of the conversation: an edit or a regeneration replaced them.</param>
internal sealed record MessageStarted(string ConversationId, ConversationMessage? UserMessage, ConversationMessage Message, IReadOnlyList<string> Removed);

/// <summary><c>message.delta</c>: more text. Numbered from 1 within its message.</summary>
internal sealed record MessageDelta(string MessageId, long Seq, string? Text, string? Thinking);

/// <summary><c>message.done</c> (also when stopped) and <c>message.failed</c>: the end of an answer.</summary>
internal sealed record MessageEnded(
    string MessageId,
    MessageStatus Status,
    MessageError? Error,
    string? FinishReason,
    MessageUsage? Usage,
    string? Backend,
    string? Model,
    MessageTimings? Timings);

/// <summary><c>message.changed</c>: messages left the conversation.</summary>
internal sealed record MessagesChanged(string ConversationId, IReadOnlyList<string> Removed);

/// <summary><c>conversation.changed</c> on the conversation's own topic.</summary>
internal sealed record ConversationChanged(string Id, string Title, string? Model, string? System);

/// <summary><c>conversation.deleted</c>.</summary>
internal sealed record ConversationDeleted(string Id);
