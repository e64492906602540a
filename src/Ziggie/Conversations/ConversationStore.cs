using System.Data.Common;
using Dapper;
using Ziggie.Storage;

namespace Ziggie.Conversations;

/// <summary>Conversations in the database. Everything is asked for with its user: another user's does not exist.</summary>
internal sealed class ConversationStore(IDatabase database, ConversationLimits limits, TimeProvider time)
{
    public const string Untitled = "New conversation";

    private const string Columns = """
        c.seq AS Seq, c.id AS Id, c.title AS Title, c.titled AS Titled, c.model AS Model, c.system AS System,
        c.created_at AS CreatedAt, c.updated_at AS UpdatedAt,
        CASE WHEN EXISTS (SELECT 1 FROM conversation_messages r WHERE r.conversation_id = c.id AND r.status = 'running') THEN 1 ELSE 0 END AS Running
        """;

    private const string MessageColumns = """
        m.id AS Id, m.conversation_id AS ConversationId, m.parent_id AS ParentId, m.role AS Role, m.status AS Status, m.content AS Content,
        m.thinking AS Thinking, m.error_code AS ErrorCode, m.error_message AS ErrorMessage, m.finish_reason AS FinishReason,
        m.model AS Model, m.backend AS Backend, m.usage AS Usage, m.timings AS Timings, m.created_at AS CreatedAt
        """;

    /// <summary>Null where the user has as many as one may have.</summary>
    public Task<ConversationRow?> CreateAsync(string userId, string id, NewConversation wanted, CancellationToken cancel) =>
        database.WriteAsync(async (connection, transaction, stop) =>
        {
            var count = await connection.ExecuteScalarAsync<long>(Command(
                "SELECT COUNT(*) FROM conversations WHERE user_id = @userId", new { userId }, transaction, stop));
            if (count >= limits.PerUser) return null;
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            var title = wanted.Title ?? Untitled;
            var seq = await connection.ExecuteScalarAsync<long>(Command(
                """
                INSERT INTO conversations (id, user_id, title, titled, model, system, created_at, updated_at)
                VALUES (@id, @userId, @title, @titled, @model, @system, @now, @now) RETURNING seq
                """,
                new { id, userId, title, titled = wanted.Title is null ? 0L : 1L, model = Set(wanted.Model), system = Set(wanted.System), now }, transaction, stop));
            if (wanted.Title is not null) await IndexAsync(connection, transaction, -seq, title, stop);
            return new ConversationRow { Seq = seq, Id = id, Title = title, Model = Set(wanted.Model), System = Set(wanted.System), CreatedAt = now, UpdatedAt = now };
        }, cancel);

    /// <summary>The latest first.</summary>
    /// <param name="before">Only those after this place in the order.</param>
    public Task<List<ConversationItem>> ListAsync(
        string userId, IReadOnlyList<SearchWord> words, (long UpdatedAt, string Id)? before, int limit, CancellationToken cancel) =>
        database.ReadAsync(async (connection, stop) =>
        {
            var parameters = new DynamicParameters(new { userId, limit, updatedAt = before?.UpdatedAt ?? 0, id = before?.Id ?? "" });
            var rows = (await connection.QueryAsync<ConversationRow>(Command(
                $"""
                SELECT {Columns} FROM conversations c
                WHERE c.user_id = @userId
                {(before is null ? "" : "AND (c.updated_at < @updatedAt OR (c.updated_at = @updatedAt AND c.id < @id))")}
                {SearchSql.Conditions(database.Provider, words, parameters)}
                ORDER BY c.updated_at DESC, c.id DESC LIMIT @limit
                """, parameters, null, stop))).AsList();
            if (words.Count == 0 || rows.Count == 0) return rows.ConvertAll(r => r.ToItem());
            var snippets = await SnippetsAsync(connection, [.. rows.Select(r => r.Id)], words, stop);
            return rows.ConvertAll(r => r.ToItem(snippets.GetValueOrDefault(r.Id)));
        }, cancel);

    public Task<ConversationRow?> FindAsync(string userId, string id, CancellationToken cancel) =>
        database.ReadAsync((connection, stop) => connection.QuerySingleOrDefaultAsync<ConversationRow>(Command(
            $"SELECT {Columns} FROM conversations c WHERE c.id = @id AND c.user_id = @userId", new { id, userId }, null, stop)), cancel);

    /// <summary>The conversation with its messages; <see cref="ConversationDetail.Seq"/> is left to whoever knows the feed.</summary>
    /// <param name="imageData">With the pictures' bytes.</param>
    public Task<ConversationDetail?> ReadAsync(string userId, string id, bool imageData, CancellationToken cancel) =>
        database.ReadAsync(async (connection, stop) =>
        {
            var row = await connection.QuerySingleOrDefaultAsync<ConversationRow>(Command(
                $"SELECT {Columns} FROM conversations c WHERE c.id = @id AND c.user_id = @userId", new { id, userId }, null, stop));
            if (row is null) return null;
            var messages = await MessagesAsync(connection, null, "m.conversation_id = @id AND m.past = 0", new { id }, imageData, stop);
            return new ConversationDetail(
                row.Id, row.Title, row.Model, row.System,
                DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedAt), 0,
                messages);
        }, cancel);

    public Task<ImageRow?> ImageAsync(string userId, string id, string messageId, long position, CancellationToken cancel) =>
        database.ReadAsync((connection, stop) => connection.QuerySingleOrDefaultAsync<ImageRow>(Command(
            """
            SELECT i.message_id AS MessageId, i.position AS Position, i.media_type AS MediaType, i.bytes AS Bytes, i.data AS Data
            FROM conversation_images i JOIN conversation_messages m ON m.id = i.message_id JOIN conversations c ON c.id = m.conversation_id
            WHERE c.id = @id AND c.user_id = @userId AND m.id = @messageId AND i.position = @position
            """, new { userId, id, messageId, position }, null, stop)), cancel);

    /// <summary>Null fields stay, empty ones are taken away. Null where there is no such conversation.</summary>
    public Task<ConversationRow?> UpdateAsync(string userId, string id, ConversationPatch patch, CancellationToken cancel) =>
        database.WriteAsync(async (connection, transaction, stop) =>
        {
            var row = await connection.QuerySingleOrDefaultAsync<ConversationRow>(Command(
                $"""
                UPDATE conversations SET
                    title = COALESCE(@title, title),
                    titled = CASE WHEN @title IS NULL THEN titled ELSE 1 END,
                    model = NULLIF(COALESCE(@model, model), ''),
                    system = NULLIF(COALESCE(@system, system), '')
                WHERE id = @id AND user_id = @userId RETURNING {Returned}
                """, new { id, userId, title = Text(patch.Title), model = Text(patch.Model), system = Text(patch.System) }, transaction, stop));
            if (row is not null && patch.Title is not null) await IndexAsync(connection, transaction, -row.Seq, patch.Title, stop);
            return row is null ? null : await FindAsync(connection, transaction, id, stop);
        }, cancel);

    public Task<bool> DeleteAsync(string userId, string id, CancellationToken cancel) =>
        database.WriteAsync(async (connection, transaction, stop) => await connection.ExecuteAsync(Command(
            "DELETE FROM conversations WHERE id = @id AND user_id = @userId", new { id, userId }, transaction, stop)) > 0, cancel);

    internal const string Returned = "seq AS Seq, id AS Id, title AS Title, titled AS Titled, model AS Model, system AS System, created_at AS CreatedAt, updated_at AS UpdatedAt";

    internal static async Task<ConversationRow?> FindAsync(DbConnection connection, DbTransaction transaction, string id, CancellationToken cancel) =>
        await connection.QuerySingleOrDefaultAsync<ConversationRow>(Command($"SELECT {Columns} FROM conversations c WHERE c.id = @id", new { id }, transaction, cancel));

    /// <summary>Messages <c>m</c> that fulfil a condition, in order, with their pictures.</summary>
    internal static async Task<List<ConversationMessage>> MessagesAsync(
        DbConnection connection, DbTransaction? transaction, string condition, object parameters, bool imageData, CancellationToken cancel)
    {
        var messages = (await connection.QueryAsync<MessageRow>(Command(
            $"SELECT {MessageColumns} FROM conversation_messages m WHERE {condition} ORDER BY m.seq", parameters, transaction, cancel))).AsList();
        var images = (await connection.QueryAsync<ImageRow>(Command(
            $"""
            SELECT i.message_id AS MessageId, i.position AS Position, i.media_type AS MediaType, i.bytes AS Bytes{(imageData ? ", i.data AS Data" : "")}
            FROM conversation_images i JOIN conversation_messages m ON m.id = i.message_id WHERE {condition} ORDER BY i.message_id, i.position
            """, parameters, transaction, cancel))).ToLookup(i => i.MessageId);
        return messages.ConvertAll(m => m.ToMessage(images[m.Id]));
    }

    /// <summary>Makes a text findable under its row, in place of what was there.</summary>
    internal static async Task IndexAsync(DbConnection connection, DbTransaction transaction, long row, string text, CancellationToken cancel)
    {
        await connection.ExecuteAsync(Command("DELETE FROM conversation_search WHERE rowid = @row", new { row }, transaction, cancel));
        await connection.ExecuteAsync(Command(
            "INSERT INTO conversation_search (rowid, text) VALUES (@row, @text)", new { row, text = SearchText.Fold(text) }, transaction, cancel));
    }

    internal static CommandDefinition Command(string sql, object? parameters, DbTransaction? transaction, CancellationToken cancel) =>
        new(sql, parameters, transaction, cancellationToken: cancel);

    /// <summary>A text parameter that keeps its type when it is null; PostgreSQL could not tell otherwise.</summary>
    private static DbString Text(string? value) => new() { Value = value };

    private static string? Set(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private async Task<Dictionary<string, string>> SnippetsAsync(DbConnection connection, string[] ids, IReadOnlyList<SearchWord> words, CancellationToken cancel)
    {
        var parameters = new DynamicParameters(new { ids });
        var snippets = new Dictionary<string, string>(StringComparer.Ordinal);
        var hits = connection.QueryUnbufferedAsync<(string Id, string Content)>(SearchSql.FirstHits(database.Provider, words, parameters), parameters);
        // One at a time: a page of long replies would be hundreds of megabytes.
        await foreach (var (id, content) in hits.WithCancellation(cancel)) snippets[id] = Snippet.Of(content, words);
        return snippets;
    }
}
