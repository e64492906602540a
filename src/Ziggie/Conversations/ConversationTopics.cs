using Ziggie.Feeds;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Conversations;

/// <summary>Topic <c>conversation:ID</c>: the whole conversation, the running message's text so far included.</summary>
internal sealed class ConversationTopic(ConversationReader reader) : IFeedTopic
{
    public string Name => ConversationNews.TopicPrefix;

    public Permissions Needs => Permissions.Models;

    public async Task<FeedSnapshot?> SnapshotAsync(Caller caller, string topic, CancellationToken cancel) =>
        await reader.ReadAsync(caller, topic[ConversationNews.TopicPrefix.Length..], cancel) is { } detail
            ? FeedSnapshot.Of(detail, ConversationsJson.Default.ConversationDetail, detail.Seq)
            : null;
}

/// <summary>Topic <c>conversations</c>: the first page of the list.</summary>
internal sealed class ConversationListTopic(ConversationStore store) : IFeedTopic
{
    private const int Shown = 50;

    public string Name => ConversationNews.ListTopic;

    public Permissions Needs => Permissions.Models;

    public async Task<FeedSnapshot?> SnapshotAsync(Caller caller, string topic, CancellationToken cancel)
    {
        var items = await store.ListAsync(caller.UserId, [], null, Shown + 1, cancel);
        var page = items.Count > Shown
            ? new Page<ConversationItem>(items.GetRange(0, Shown), ListCursor.After(items[Shown - 1]))
            : new Page<ConversationItem>(items, null);
        return FeedSnapshot.Of(page, ConversationsJson.Default.PageConversationItem);
    }
}
