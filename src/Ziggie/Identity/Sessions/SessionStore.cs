using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Sessions in the database. An ended session is a deleted row; the audit remembers it.</summary>
internal static class SessionStore
{
    private const string Columns = "id, user_id, cookie_hash, created_at, ends_at, last_seen_at, address, client";

    public static Task<List<Session>> LiveAsync(DbConnection connection, long now, CancellationToken cancel) =>
        connection.ListAsync($"SELECT {Columns} FROM sessions WHERE ends_at > @now", Map, cancel, ("@now", now));

    public static Task<Session?> FindAsync(DbConnection connection, string id, CancellationToken cancel) =>
        connection.FirstAsync($"SELECT {Columns} FROM sessions WHERE id = @id", Map, cancel, ("@id", id));

    /// <summary>The newest first: the one that asks is among them however many there are.</summary>
    public static Task<List<Session>> PageAsync(DbConnection connection, string userId, string after, int limit, CancellationToken cancel) =>
        connection.ListAsync($"SELECT {Columns} FROM sessions WHERE user_id = @user AND (@after = '' OR id < @after) ORDER BY id DESC LIMIT @limit", Map, cancel,
            ("@user", userId), ("@after", after), ("@limit", limit));

    /// <summary>The user's sessions past the newest <paramref name="kept"/>.</summary>
    public static Task<List<string>> SurplusAsync(DbConnection connection, string userId, int kept, CancellationToken cancel) =>
        connection.ListAsync("SELECT id FROM sessions WHERE user_id = @user ORDER BY id DESC LIMIT 1000 OFFSET @kept", row => row.GetString(0), cancel, ("@user", userId), ("@kept", kept));

    public static Task<List<string>> OthersAsync(DbConnection connection, string userId, string? except, CancellationToken cancel) =>
        connection.ListAsync("SELECT id FROM sessions WHERE user_id = @user AND id <> @except", row => row.GetString(0), cancel, ("@user", userId), ("@except", except ?? ""));

    public static Task InsertAsync(DbConnection connection, Session session, CancellationToken cancel) => connection.RunAsync(
        """
        INSERT INTO sessions (id, user_id, cookie_hash, created_at, ends_at, last_seen_at, address, client)
        VALUES (@id, @user, @cookie, @created, @ends, @created, @address, @client)
        """, cancel,
        ("@id", session.Id), ("@user", session.UserId), ("@cookie", session.CookieHash?.ToArray()), ("@created", session.CreatedAt),
        ("@ends", session.EndsAt), ("@address", session.Address), ("@client", session.Client));

    /// <summary>False where there was none.</summary>
    public static async Task<bool> DeleteAsync(DbConnection connection, string id, CancellationToken cancel) =>
        await connection.RunAsync("DELETE FROM sessions WHERE id = @id", cancel, ("@id", id)).ConfigureAwait(false) > 0;

    public static Task DeleteEndedAsync(DbConnection connection, long now, CancellationToken cancel) =>
        connection.RunAsync("DELETE FROM sessions WHERE ends_at <= @now", cancel, ("@now", now));

    public static Task SeenAsync(DbConnection connection, string id, long at, CancellationToken cancel) =>
        connection.RunAsync("UPDATE sessions SET last_seen_at = @at WHERE id = @id AND last_seen_at < @at", cancel, ("@id", id), ("@at", at));

    /// <summary>Where the session's refresh tokens stand; holds off whoever else asks until this transaction ends.</summary>
    public static async Task<(RefreshState State, Session Session)?> LockAsync(DbConnection connection, DatabaseProvider provider, string id, CancellationToken cancel)
    {
        (RefreshState, Session)? found = null;
        var sql = $"SELECT {Columns}, generation, rotations FROM sessions WHERE id = @id" + (provider == DatabaseProvider.Postgres ? " FOR UPDATE" : "");
        await connection.EachAsync(sql, row => found = (RefreshState.Parse(row.GetInt32(8), row.GetString(9)), Map(row)), cancel, ("@id", id)).ConfigureAwait(false);
        return found;
    }

    public static Task RotateAsync(DbConnection connection, string id, RefreshState state, long now, CancellationToken cancel) => connection.RunAsync(
        "UPDATE sessions SET generation = @generation, rotations = @rotations, last_seen_at = @now WHERE id = @id", cancel,
        ("@id", id), ("@generation", state.Generation), ("@rotations", state.ToString()), ("@now", now));

    private static Session Map(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        UserId = row.GetString(1),
        CookieHash = row.IsDBNull(2) ? null : SecretHash.From(row.GetFieldValue<byte[]>(2)),
        CreatedAt = row.GetInt64(3),
        EndsAt = row.GetInt64(4),
        LastSeenAt = row.GetInt64(5),
        Address = row.TextOrNull(6),
        Client = row.TextOrNull(7),
    };
}
