using Ziggie.Gateway;
using Ziggie.Identity;

namespace Ziggie.Conversations;

/// <summary>What a user does with the own conversations: each act, and the news of it.</summary>
internal sealed class ConversationService(
    ConversationStore store,
    TurnStore turns,
    AnswerStore answers,
    PromptBuilder prompts,
    Generations generations,
    GenerationRunner runner,
    ConversationNews news,
    TimeProvider time)
{
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);

    public async Task<ConversationRow?> CreateAsync(Caller caller, NewConversation wanted, CancellationToken cancel)
    {
        var row = await store.CreateAsync(caller.UserId, NewId(), wanted, cancel);
        if (row is not null) news.Created(caller.UserId, row.ToItem());
        return row;
    }

    public async Task<bool> UpdateAsync(Caller caller, string id, ConversationPatch patch, CancellationToken cancel)
    {
        if (await store.UpdateAsync(caller.UserId, id, patch, cancel) is not { } row) return false;
        news.Changed(caller.UserId, new ConversationChanged(row.Id, row.Title, row.Model, row.System));
        news.Listed(caller.UserId, row.ToItem());
        return true;
    }

    public async Task<bool> DeleteAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!await store.DeleteAsync(caller.UserId, id, cancel)) return false;
        generations.In(caller.UserId, id)?.Cancel(GenerationEnd.Gone);
        news.Deleted(caller.UserId, id);
        return true;
    }

    /// <summary>Begins an answer, or says why not: a refusal before, or how the beginning went.</summary>
    public async Task<(Generations.Refusal Refusal, TurnStart? Start)> AskAsync(Caller caller, string id, Turn turn, FrontDoorOrigin origin)
    {
        var messageId = NewId();
        var generation = generations.TryReserve(caller, id, messageId, out var refusal);
        if (generation is null) return (refusal, null);
        TurnStart start;
        try
        {
            // Not the request's token: a client that leaves in this moment must not leave a message that nobody writes.
            start = await turns.BeginAsync(caller.UserId, id, turn, NewId(), messageId, CancellationToken.None);
        }
        catch
        {
            generations.Remove(generation);
            throw;
        }
        if (start is not TurnStart.Begun begun)
        {
            generations.Remove(generation);
            return (refusal, start);
        }
        news.Started(caller.UserId, new MessageStarted(id, begun.Question, begun.Answer, begun.Removed));
        news.Listed(caller.UserId, begun.Conversation.ToItem());
        runner.Start(generation, origin, cancel => prompts.BuildAsync(caller.UserId, id, messageId, turn, cancel));
        return (refusal, begun);
    }

    /// <summary>Stops the answer that is being written and waits until that is so. Null where the caller has no such conversation.</summary>
    public async Task<StopResult?> StopAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (await store.FindAsync(caller.UserId, id, cancel) is null) return null;
        if (generations.In(caller.UserId, id) is { } generation)
        {
            generation.Cancel(GenerationEnd.Stopped);
            try
            {
                await generation.Over.WaitAsync(StopWait, time, cancel);
            }
            catch (TimeoutException)
            {
                // It is cut off; only its saving takes long.
            }
            return new StopResult(true, generation.MessageId);
        }
        if (await answers.RunningInAsync(caller.UserId, id, cancel) is not { } messageId) return new StopResult(false, null);
        // Another replica writes it, and sees at its next save that it is over.
        var ended = new MessageEnded(messageId, MessageStatus.Stopped, null, null, null, null, null, null);
        if (await answers.EndAsync(ended, text: null, thinking: null, cancel) is not { } row) return new StopResult(false, null);
        news.Ended(caller.UserId, id, ended);
        news.Listed(caller.UserId, row.ToItem());
        return new StopResult(true, messageId);
    }

    private string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
}
