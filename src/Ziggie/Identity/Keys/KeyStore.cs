using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Keys in the database.</summary>
internal static class KeyStore
{
    private const string Columns =
        "id, user_id, name, prefix, hash, scopes, models, requests_per_minute, tokens_per_minute, monthly_tokens, max_concurrency, expires_at, created_at, last_used_at";

    public static Task EachAsync(DbConnection connection, Action<ApiKey> key, CancellationToken cancel) =>
        connection.EachAsync($"SELECT {Columns} FROM api_keys", row => key(Map(row)), cancel);

    public static Task<ApiKey?> FindAsync(DbConnection connection, string id, CancellationToken cancel) =>
        connection.FirstAsync($"SELECT {Columns} FROM api_keys WHERE id = @id", Map, cancel, ("@id", id));

    /// <param name="userId">Only this user's; null: everybody's.</param>
    public static Task<List<ApiKey>> PageAsync(DbConnection connection, string? userId, string after, int limit, CancellationToken cancel) =>
        userId is null
            ? connection.ListAsync($"SELECT {Columns} FROM api_keys WHERE id > @after ORDER BY id LIMIT @limit", Map, cancel, ("@after", after), ("@limit", limit))
            : connection.ListAsync($"SELECT {Columns} FROM api_keys WHERE user_id = @user AND id > @after ORDER BY id LIMIT @limit", Map, cancel,
                ("@user", userId), ("@after", after), ("@limit", limit));

    public static Task InsertAsync(DbConnection connection, ApiKey key, CancellationToken cancel) => connection.RunAsync(
        """
        INSERT INTO api_keys (id, user_id, name, prefix, hash, scopes, models, requests_per_minute, tokens_per_minute, monthly_tokens, max_concurrency, expires_at, created_at)
        VALUES (@id, @user, @name, @prefix, @hash, @scopes, @models, @rpm, @tpm, @month, @concurrency, @expires, @created)
        """, cancel, [.. Values(key), ("@user", key.UserId), ("@prefix", key.Prefix), ("@hash", key.Hash.ToArray()), ("@created", key.CreatedAt)]);

    public static Task UpdateAsync(DbConnection connection, ApiKey key, CancellationToken cancel) => connection.RunAsync(
        """
        UPDATE api_keys SET name = @name, scopes = @scopes, models = @models, requests_per_minute = @rpm, tokens_per_minute = @tpm,
            monthly_tokens = @month, max_concurrency = @concurrency, expires_at = @expires
        WHERE id = @id
        """, cancel, Values(key));

    /// <summary>False where there was none.</summary>
    public static async Task<bool> DeleteAsync(DbConnection connection, string id, CancellationToken cancel) =>
        await connection.RunAsync("DELETE FROM api_keys WHERE id = @id", cancel, ("@id", id)).ConfigureAwait(false) > 0;

    public static Task UsedAsync(DbConnection connection, string id, long at, CancellationToken cancel) => connection.RunAsync(
        "UPDATE api_keys SET last_used_at = @at WHERE id = @id AND (last_used_at IS NULL OR last_used_at < @at)", cancel, ("@id", id), ("@at", at));

    private static (string, object?)[] Values(ApiKey key) =>
    [
        ("@id", key.Id), ("@name", key.Name), ("@scopes", (int)key.Scopes), ("@models", ModelList.Write(key.Limits.Models)),
        ("@rpm", key.Limits.RequestsPerMinute), ("@tpm", key.Limits.TokensPerMinute), ("@month", key.Limits.MonthlyTokens),
        ("@concurrency", key.Limits.MaxConcurrency), ("@expires", key.ExpiresAt),
    ];

    private static ApiKey Map(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        UserId = row.GetString(1),
        Name = row.GetString(2),
        Prefix = row.GetString(3),
        Hash = SecretHash.From(row.GetFieldValue<byte[]>(4)),
        Scopes = (Permissions)row.GetInt32(5),
        Limits = Limits(row),
        ExpiresAt = row.LongOrNull(11),
        CreatedAt = row.GetInt64(12),
        LastUsedAt = row.LongOrNull(13),
    };

    private static KeyLimits Limits(DbDataReader row)
    {
        var limits = new KeyLimits(row.IntOrNull(7), row.IntOrNull(8), row.LongOrNull(9), row.IntOrNull(10), ModelList.Read(row.TextOrNull(6)));
        // Most keys have none: they share one object.
        return limits == KeyLimits.None ? KeyLimits.None : limits;
    }
}
