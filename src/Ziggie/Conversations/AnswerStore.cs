using System.Data.Common;
using System.Text;
using System.Text.Json;
using Dapper;
using Ziggie.Storage;
using static Ziggie.Conversations.ConversationStore;

namespace Ziggie.Conversations;

/// <summary>What becomes of an answer in the database, from its first words to its end. Only a running answer can be written.</summary>
internal sealed class AnswerStore(IDatabase database, TimeProvider time)
{
    /// <summary>Keeps what is there so far. False where the answer no longer runs: deleted, or ended from elsewhere.</summary>
    public Task<bool> SaveAsync(string messageId, string text, string? thinking, CancellationToken cancel) =>
        database.WriteAsync(async (connection, transaction, stop) => await connection.ExecuteAsync(Command(
            """
            UPDATE conversation_messages SET content = @text, thinking = @thinking, bytes = @bytes, touched_at = @now
            WHERE id = @messageId AND status = 'running'
            """,
            new { messageId, text, thinking, bytes = (long)Encoding.UTF8.GetByteCount(text), now = Now }, transaction, stop)) > 0, cancel);

    /// <summary>Shows that the answer is still worked on.</summary>
    public Task<bool> TouchAsync(string messageId, CancellationToken cancel) =>
        database.WriteAsync(async (connection, transaction, stop) => await connection.ExecuteAsync(Command(
            "UPDATE conversation_messages SET touched_at = @now WHERE id = @messageId AND status = 'running'", new { messageId, now = Now }, transaction, stop)) > 0, cancel);

    /// <summary>Ends the answer and makes it findable. Null where it no longer ran; else its conversation.</summary>
    /// <param name="text">Null keeps what is saved, its thinking too.</param>
    public Task<ConversationRow?> EndAsync(MessageEnded end, string? text, string? thinking, CancellationToken cancel) =>
        database.WriteAsync(async (connection, transaction, stop) =>
        {
            if (text is not null && !await SaveFinalAsync(connection, transaction, end.MessageId, text, thinking, stop)) return null;
            var row = await connection.QuerySingleOrDefaultAsync<EndedRow>(Command(
                """
                UPDATE conversation_messages SET status = @status, error_code = @errorCode, error_message = @errorMessage, finish_reason = @finish,
                    model = COALESCE(@model, model), backend = @backend, usage = @usage, timings = @timings, touched_at = @now
                WHERE id = @messageId AND status = 'running' RETURNING seq AS Seq, conversation_id AS ConversationId, content AS Content
                """,
                new
                {
                    messageId = end.MessageId,
                    status = StatusWord(end.Status),
                    errorCode = end.Error?.Code,
                    errorMessage = end.Error?.Message,
                    finish = end.FinishReason,
                    model = new DbString { Value = end.Model },
                    backend = end.Backend,
                    usage = end.Usage is null ? null : JsonSerializer.Serialize(end.Usage, ConversationsJson.Default.MessageUsage),
                    timings = end.Timings is null ? null : JsonSerializer.Serialize(end.Timings, ConversationsJson.Default.MessageTimings),
                    now = Now,
                }, transaction, stop));
            if (row is null) return null;
            if (row.Content.Length > 0) await IndexAsync(connection, transaction, row.Seq, row.Content, stop);
            await connection.ExecuteAsync(Command(
                "UPDATE conversations SET updated_at = @now WHERE id = @id", new { now = Now, id = row.ConversationId }, transaction, stop));
            return await FindAsync(connection, transaction, row.ConversationId, stop);
        }, cancel);

    /// <summary>Answers that the database believes to be written.</summary>
    public Task<List<RunningRow>> RunningAsync(CancellationToken cancel) =>
        database.ReadAsync(async (connection, stop) => (await connection.QueryAsync<RunningRow>(Command(
            """
            SELECT m.id AS MessageId, m.conversation_id AS ConversationId, c.user_id AS UserId, m.touched_at AS TouchedAt
            FROM conversation_messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.status = 'running' ORDER BY m.seq LIMIT 1000
            """, null, null, stop))).AsList(), cancel);

    /// <summary>The running answer of a conversation, or null.</summary>
    public Task<string?> RunningInAsync(string userId, string id, CancellationToken cancel) =>
        database.ReadAsync((connection, stop) => connection.ExecuteScalarAsync<string?>(Command(
            """
            SELECT m.id FROM conversation_messages m JOIN conversations c ON c.id = m.conversation_id
            WHERE c.id = @id AND c.user_id = @userId AND m.status = 'running' LIMIT 1
            """, new { id, userId }, null, stop)), cancel);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static string StatusWord(MessageStatus status) => status switch
    {
        MessageStatus.Running => "running",
        MessageStatus.Failed => "failed",
        MessageStatus.Stopped => "stopped",
        _ => "done",
    };

    private static async Task<bool> SaveFinalAsync(
        DbConnection connection, DbTransaction transaction, string messageId, string text, string? thinking, CancellationToken cancel) =>
        await connection.ExecuteAsync(Command(
            "UPDATE conversation_messages SET content = @text, thinking = @thinking, bytes = @bytes WHERE id = @messageId AND status = 'running'",
            new { messageId, text, thinking, bytes = (long)Encoding.UTF8.GetByteCount(text) }, transaction, cancel)) > 0;

    private sealed class EndedRow
    {
        public long Seq { get; set; }
        public string ConversationId { get; set; } = "";
        public string Content { get; set; } = "";
    }
}

/// <summary>An answer that is being written, perhaps by a process that is no more.</summary>
internal sealed class RunningRow
{
    public string MessageId { get; set; } = "";
    public string ConversationId { get; set; } = "";
    public string UserId { get; set; } = "";
    public long TouchedAt { get; set; }
}
