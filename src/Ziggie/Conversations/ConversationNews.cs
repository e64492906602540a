using System.Text.Json.Serialization.Metadata;
using Ziggie.Feeds;

namespace Ziggie.Conversations;

/// <summary>Tells a user's watchers what happens in the user's conversations; nobody else, not even admins.</summary>
internal sealed class ConversationNews(FeedHub hub)
{
    /// <summary>Changes of the list.</summary>
    public const string ListTopic = "conversations";

    /// <summary>One conversation: prefix of its id.</summary>
    public const string TopicPrefix = "conversation:";

    public const string DeltaType = "message.delta";

    public long LastId => hub.LastId;

    public static string Topic(string conversationId) => TopicPrefix + conversationId;

    public void Created(string userId, ConversationItem item) =>
        hub.PublishPrivate(ListTopic, "conversation.created", item, ConversationsJson.Default.ConversationItem, userId, FeedKeep.Events);

    /// <summary>Something that the list shows changed.</summary>
    public void Listed(string userId, ConversationItem item) =>
        hub.PublishPrivate(ListTopic, "conversation.changed", item, ConversationsJson.Default.ConversationItem, userId, FeedKeep.Events);

    public void Changed(string userId, ConversationChanged changed) =>
        Tell(userId, changed.Id, "conversation.changed", changed, ConversationsJson.Default.ConversationChanged);

    public void Deleted(string userId, string id)
    {
        var deleted = new ConversationDeleted(id);
        hub.PublishPrivate(ListTopic, "conversation.deleted", deleted, ConversationsJson.Default.ConversationDeleted, userId, FeedKeep.Events);
        Tell(userId, id, "conversation.deleted", deleted, ConversationsJson.Default.ConversationDeleted);
    }

    public void Started(string userId, MessageStarted started)
    {
        if (started.Removed.Count > 0)
        {
            Tell(userId, started.ConversationId, "message.changed", new MessagesChanged(started.ConversationId, started.Removed), ConversationsJson.Default.MessagesChanged);
        }
        Tell(userId, started.ConversationId, "message.started", started, ConversationsJson.Default.MessageStarted);
    }

    public void Delta(Generation generation, MessageDelta delta) =>
        Tell(generation.Caller.UserId, generation.ConversationId, DeltaType, delta, ConversationsJson.Default.MessageDelta);

    public void Ended(Generation generation, MessageEnded ended) => Ended(generation.Caller.UserId, generation.ConversationId, ended);

    public void Ended(string userId, string conversationId, MessageEnded ended) =>
        Tell(userId, conversationId, ended.Status == MessageStatus.Failed ? "message.failed" : "message.done", ended, ConversationsJson.Default.MessageEnded);

    private void Tell<T>(string userId, string conversationId, string type, T data, JsonTypeInfo<T> json) =>
        hub.PublishPrivate(Topic(conversationId), type, data, json, userId, FeedKeep.Details);
}
