using System.Collections.Concurrent;
using Ziggie.Identity;

namespace Ziggie.Conversations;

/// <summary>The answers being written in this process, bounded in number.</summary>
internal sealed class Generations(ConversationNews news, ConversationLimits limits, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Generation> _byMessage = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private bool _closed;

    public IReadOnlyCollection<Generation> All => [.. _byMessage.Values];

    public bool IsIdle => _byMessage.IsEmpty;

    public Generation? Find(string messageId) => _byMessage.GetValueOrDefault(messageId);

    /// <summary>The one of this user in a conversation; what others try there does not count.</summary>
    public Generation? In(string userId, string conversationId) =>
        _byMessage.Values.FirstOrDefault(g => g.ConversationId == conversationId && g.Caller.UserId == userId);

    /// <summary>Takes a place before anything is written; null and why where there is none.</summary>
    public Generation? TryReserve(Caller caller, string conversationId, string messageId, out Refusal refusal)
    {
        lock (_gate)
        {
            refusal = _closed ? Refusal.Stopping
                : _byMessage.Count >= limits.RunningTogether ? Refusal.Full
                : In(caller.UserId, conversationId) is not null ? Refusal.AlreadyRunning
                : _byMessage.Values.Count(g => g.Caller.UserId == caller.UserId) >= limits.RunningPerUser ? Refusal.TooManyOfUser
                : Refusal.None;
            if (refusal != Refusal.None) return null;
            var generation = new Generation(caller, conversationId, messageId, news, limits, time);
            _byMessage[messageId] = generation;
            return generation;
        }
    }

    /// <summary>Gives the place back: it is over, or never began.</summary>
    public void Remove(Generation generation)
    {
        generation.Leave();
        _byMessage.TryRemove(generation.MessageId, out _);
        generation.Dispose();
    }

    /// <summary>No more are begun.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
    }

    /// <summary>Why no generation may begin.</summary>
    internal enum Refusal { None, AlreadyRunning, TooManyOfUser, Full, Stopping }
}
