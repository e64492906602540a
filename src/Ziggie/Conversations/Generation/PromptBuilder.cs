using Ziggie.Wire;

namespace Ziggie.Conversations;

/// <summary>Makes the request for the model from a conversation.</summary>
internal sealed class PromptBuilder(ConversationStore store)
{
    /// <summary>Null where the conversation is gone.</summary>
    public async Task<ModelRequest?> BuildAsync(string userId, string conversationId, string messageId, Turn turn, CancellationToken cancel)
    {
        var conversation = await store.ReadAsync(userId, conversationId, imageData: true, cancel);
        return conversation is null ? null : Build(conversation, messageId, turn);
    }

    internal static ModelRequest Build(ConversationDetail conversation, string messageId, Turn turn)
    {
        var messages = new List<Message>();
        if (!string.IsNullOrEmpty(conversation.System)) messages.Add(Message.Of(MessageRole.System, conversation.System));
        foreach (var message in conversation.Messages)
        {
            if (message.Id == messageId) break;
            // An answer that failed before its first word says nothing.
            if (message.Content.Length > 0 || message.Images is not null) Add(messages, ToMessage(message));
        }
        return new ModelRequest
        {
            Operation = Operation.Chat,
            Model = conversation.Model ?? "",
            Stream = true,
            IncludeUsage = true,
            Messages = messages,
            Sampling = turn.Sampling,
            Thinking = turn.Thinking,
        };
    }

    /// <summary>Two questions in a row (the first one's answer failed) become one: many models' templates refuse turns that do not alternate.</summary>
    private static void Add(List<Message> messages, Message message)
    {
        if (messages.Count > 0 && messages[^1] is { } last && last.Role == message.Role)
        {
            messages[^1] = last with { Parts = [.. last.Parts, new TextPart("\n\n"), .. message.Parts] };
        }
        else
        {
            messages.Add(message);
        }
    }

    private static Message ToMessage(ConversationMessage message)
    {
        var parts = new List<MessagePart>();
        if (message.Content.Length > 0) parts.Add(new TextPart(message.Content));
        parts.AddRange((message.Images ?? []).Select(i => new ImagePart(i.MediaType, i.Base64)));
        return new Message(message.Role == MessageAuthor.User ? MessageRole.User : MessageRole.Assistant, parts);
    }
}
