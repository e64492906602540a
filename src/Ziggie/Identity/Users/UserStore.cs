using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Users in the database.</summary>
internal static class UserStore
{
    private const string Columns = "id, username, role, disabled, created_at, last_sign_in_at";

    public static Task<List<User>> AllAsync(DbConnection connection, CancellationToken cancel) =>
        connection.ListAsync($"SELECT {Columns} FROM users", Map, cancel);

    public static Task<User?> FindAsync(DbConnection connection, string id, CancellationToken cancel) =>
        connection.FirstAsync($"SELECT {Columns} FROM users WHERE id = @id", Map, cancel, ("@id", id));

    public static Task<List<User>> PageAsync(DbConnection connection, string after, int limit, CancellationToken cancel) =>
        connection.ListAsync($"SELECT {Columns} FROM users WHERE id > @after ORDER BY id LIMIT @limit", Map, cancel, ("@after", after), ("@limit", limit));

    public static Task<StoredUser?> FindByNameAsync(DbConnection connection, string name, CancellationToken cancel) =>
        connection.FirstAsync($"SELECT {Columns}, password_hash FROM users WHERE username_key = @key", row => new StoredUser(Map(row), row.GetString(6)), cancel, ("@key", User.KeyOf(name)));

    /// <summary>False where the name is taken.</summary>
    public static async Task<bool> InsertAsync(DbConnection connection, User user, string passwordHash, CancellationToken cancel) =>
        await connection.RunAsync(
            """
            INSERT INTO users (id, username, username_key, password_hash, role, disabled, created_at)
            VALUES (@id, @name, @key, @hash, @role, 0, @at) ON CONFLICT (username_key) DO NOTHING
            """, cancel,
            ("@id", user.Id), ("@name", user.Name), ("@key", User.KeyOf(user.Name)), ("@hash", passwordHash), ("@role", Rights.Word(user.Role)), ("@at", user.CreatedAt)).ConfigureAwait(false) == 1;

    /// <summary>False where the name is taken by another.</summary>
    public static async Task<bool> UpdateAsync(DbConnection connection, User user, CancellationToken cancel) =>
        await connection.RunAsync(
            """
            UPDATE users SET username = @name, username_key = @key, role = @role, disabled = @disabled
            WHERE id = @id AND NOT EXISTS (SELECT 1 FROM users AS other WHERE other.username_key = @key AND other.id <> @id)
            """, cancel,
            ("@id", user.Id), ("@name", user.Name), ("@key", User.KeyOf(user.Name)), ("@role", Rights.Word(user.Role)), ("@disabled", user.Disabled ? 1 : 0)).ConfigureAwait(false) == 1;

    public static Task SetPasswordAsync(DbConnection connection, string id, string passwordHash, CancellationToken cancel) =>
        connection.RunAsync("UPDATE users SET password_hash = @hash WHERE id = @id", cancel, ("@id", id), ("@hash", passwordHash));

    public static Task SignedInAsync(DbConnection connection, string id, long at, CancellationToken cancel) =>
        connection.RunAsync("UPDATE users SET last_sign_in_at = @at WHERE id = @id", cancel, ("@id", id), ("@at", at));

    public static Task DeleteAsync(DbConnection connection, string id, CancellationToken cancel) =>
        connection.RunAsync("DELETE FROM users WHERE id = @id", cancel, ("@id", id));

    /// <summary>Whether somebody else could still administer; holds off whoever else asks until this transaction ends.</summary>
    public static async Task<bool> HasOtherAdminAsync(DbConnection connection, DatabaseProvider provider, string id, CancellationToken cancel)
    {
        var sql = "SELECT id FROM users WHERE role = 'admin' AND disabled = 0 ORDER BY id" + (provider == DatabaseProvider.Postgres ? " FOR UPDATE" : "");
        return (await connection.ListAsync(sql, row => row.GetString(0), cancel).ConfigureAwait(false)).Exists(other => other != id);
    }

    private static User Map(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Role = Rights.Role(row.GetString(2)) ?? UserRole.Viewer,
        Disabled = row.GetInt32(3) != 0,
        CreatedAt = row.GetInt64(4),
        LastSignInAt = row.LongOrNull(5),
    };
}

/// <summary>A user with what the password is checked against.</summary>
internal sealed record StoredUser(User User, string PasswordHash);
