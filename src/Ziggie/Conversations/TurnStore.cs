using System.Data.Common;
using System.Text;
using Dapper;
using Ziggie.Storage;
using static Ziggie.Conversations.ConversationStore;

namespace Ziggie.Conversations;

/// <summary>Begins a turn in one transaction: checks that nothing runs, moves what is replaced to the past, adds the question and the empty answer.</summary>
internal sealed class TurnStore(IDatabase database, ConversationLimits limits, TimeProvider time)
{
    public async Task<TurnStart> BeginAsync(string userId, string id, Turn turn, string userMessageId, string messageId, CancellationToken cancel)
    {
        try
        {
            return await database.WriteAsync((connection, transaction, stop) =>
                new Beginning(connection, transaction, limits, time.GetUtcNow().ToUnixTimeMilliseconds(), stop).RunAsync(userId, id, turn, userMessageId, messageId), cancel);
        }
        catch (TurnRefusedException e)
        {
            return e.Why;
        }
    }

    /// <summary>Undoes what the transaction has done so far.</summary>
    private sealed class TurnRefusedException(TurnStart why) : Exception("The turn cannot begin.")
    {
        public TurnStart Why => why;
    }

    private sealed class Beginning(DbConnection connection, DbTransaction transaction, ConversationLimits limits, long now, CancellationToken cancel)
    {
        public async Task<TurnStart> RunAsync(string userId, string id, Turn turn, string userMessageId, string messageId)
        {
            // 1. Take the conversation: its row's lock lets turns of several processes come one after the other.
            var conversation = await connection.QuerySingleOrDefaultAsync<ConversationRow>(Command(
                $"""
                UPDATE conversations SET updated_at = @now, model = NULLIF(COALESCE(@model, model), ''), system = NULLIF(COALESCE(@system, system), '')
                WHERE id = @id AND user_id = @userId RETURNING {Returned}
                """, new { now, model = new DbString { Value = turn.Model }, system = new DbString { Value = turn.System }, id, userId }, transaction, cancel))
                ?? throw new TurnRefusedException(new TurnStart.NoConversation());
            if (await CountAsync("SELECT COUNT(*) FROM conversation_messages WHERE conversation_id = @id AND status = 'running'", id) > 0)
                throw new TurnRefusedException(new TurnStart.AlreadyRunning());

            // 2. What is replaced goes to the past.
            var removed = await ReplaceAsync(id, turn);

            // 3. The question.
            var last = await LastAsync(id);
            if (turn.Regenerate is null)
            {
                await AddQuestionAsync(conversation, turn, userMessageId, last);
                last = userMessageId;
            }
            await CheckSizesAsync(id);

            // 4. The answer, still empty.
            await AddAsync(id, messageId, last, "assistant", "running", "", conversation.Model);
            conversation.Running = 1;
            var added = await MessagesAsync(connection, transaction, "(m.id = @userMessageId OR m.id = @messageId)", new { userMessageId, messageId }, imageData: false, cancel);
            return new TurnStart.Begun(conversation, added.Find(m => m.Id == userMessageId), added.Single(m => m.Id == messageId), removed);
        }

        private async Task<List<string>> ReplaceAsync(string id, Turn turn)
        {
            if ((turn.ReplaceFrom ?? turn.Regenerate) is not { } target) return [];
            var field = turn.ReplaceFrom is null ? "regenerate" : "replaceFrom";
            var (seq, role) = await connection.QuerySingleOrDefaultAsync<(long Seq, string? Role)>(Command(
                "SELECT seq, role FROM conversation_messages WHERE id = @target AND conversation_id = @id AND past = 0", new { target, id }, transaction, cancel));
            if (role is null) throw new TurnRefusedException(new TurnStart.NoSuchMessage(field, "There is no such message in this conversation."));
            if (turn.ReplaceFrom is not null && role != "user")
                throw new TurnRefusedException(new TurnStart.NoSuchMessage(field, "Only a user's message can be replaced; to have an answer made anew, send 'regenerate'."));
            // The answer to a question, or this answer: in both cases the question stays.
            var from = turn.Regenerate is not null && role == "user" ? seq + 1 : seq;
            await connection.ExecuteAsync(Command(
                "DELETE FROM conversation_search WHERE rowid IN (SELECT seq FROM conversation_messages WHERE conversation_id = @id AND past = 0 AND seq >= @from)",
                new { id, from }, transaction, cancel));
            return (await connection.QueryAsync<string>(Command(
                "UPDATE conversation_messages SET past = 1 WHERE conversation_id = @id AND past = 0 AND seq >= @from RETURNING id",
                new { id, from }, transaction, cancel))).AsList();
        }

        private async Task AddQuestionAsync(ConversationRow conversation, Turn turn, string messageId, string? parent)
        {
            var content = turn.Content ?? "";
            var seq = await AddAsync(conversation.Id, messageId, parent, "user", "done", content, null);
            await IndexAsync(connection, transaction, seq, content, cancel);
            if (turn.Images is { } images)
            {
                for (var i = 0; i < images.Count; i++)
                {
                    await connection.ExecuteAsync(Command(
                        "INSERT INTO conversation_images (message_id, position, media_type, bytes, data) VALUES (@messageId, @i, @type, @bytes, @data)",
                        new { messageId, i = (long)i, type = images[i].MediaType, bytes = (long)images[i].Data.Length, data = images[i].Data }, transaction, cancel));
                }
            }
            else if (turn.ReplaceFrom is not null)
            {
                await connection.ExecuteAsync(Command(
                    """
                    INSERT INTO conversation_images (message_id, position, media_type, bytes, data)
                    SELECT @messageId, position, media_type, bytes, data FROM conversation_images WHERE message_id = @replaced
                    """, new { messageId = new DbString { Value = messageId }, replaced = turn.ReplaceFrom }, transaction, cancel));
            }
            if (conversation.Titled != 0 || conversation.Title != Untitled) return;
            if (MadeTitle.Of(content, limits.MadeTitleLength) is not { } title) return;
            conversation.Title = title;
            await connection.ExecuteAsync(Command("UPDATE conversations SET title = @title WHERE seq = @seq", new { title, seq = conversation.Seq }, transaction, cancel));
            await IndexAsync(connection, transaction, -conversation.Seq, title, cancel);
        }

        private async Task CheckSizesAsync(string id)
        {
            if (await CountAsync("SELECT COUNT(*) FROM conversation_messages WHERE conversation_id = @id", id) >= limits.Messages)
                throw Large($"A conversation may have {limits.Messages} messages, replaced ones included: begin a new one.");
            if (await CountAsync("SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM conversation_messages WHERE conversation_id = @id AND past = 0", id) > limits.ContentBytesTogether)
                throw Large($"The conversation's text is larger than {limits.ContentBytesTogether >> 20} MB: begin a new one.");
            var images = await CountAsync(
                """
                SELECT CAST(COALESCE(SUM(i.bytes), 0) AS BIGINT) FROM conversation_images i JOIN conversation_messages m ON m.id = i.message_id
                WHERE m.conversation_id = @id AND m.past = 0
                """, id);
            if (images > limits.ImageBytesTogether)
                throw Large($"The conversation's pictures together are larger than {limits.ImageBytesTogether >> 20} MB: begin a new one, or send smaller ones.");
        }

        private static TurnRefusedException Large(string why) => new(new TurnStart.TooLarge(why));

        private Task<long> CountAsync(string sql, string id) => connection.ExecuteScalarAsync<long>(Command(sql, new { id }, transaction, cancel));

        private Task<string?> LastAsync(string id) => connection.ExecuteScalarAsync<string?>(Command(
            "SELECT id FROM conversation_messages WHERE conversation_id = @id AND past = 0 ORDER BY seq DESC LIMIT 1", new { id }, transaction, cancel));

        private Task<long> AddAsync(string conversationId, string id, string? parent, string role, string status, string content, string? model) =>
            connection.ExecuteScalarAsync<long>(Command(
                """
                INSERT INTO conversation_messages (id, conversation_id, parent_id, role, status, content, bytes, model, created_at, touched_at)
                VALUES (@id, @conversationId, @parent, @role, @status, @content, @bytes, @model, @now, @now) RETURNING seq
                """,
                new { id, conversationId, parent, role, status, content, bytes = (long)Encoding.UTF8.GetByteCount(content), model, now }, transaction, cancel));
    }
}
