using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Signing keys in the database, private parts sealed with the master key.</summary>
internal static class SigningKeyStore
{
    private const string Purpose = "signing keys";

    public static Task<List<SigningKey>> AllAsync(DbConnection connection, MasterKey master, CancellationToken cancel) => connection.ListAsync(
        "SELECT kid, public_key, private_key, created_at, retires_at, ends_at FROM signing_keys",
        row => SigningKey.From(row.GetString(0), row.GetFieldValue<byte[]>(1), master.Open(Purpose, row.GetFieldValue<byte[]>(2)), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)), cancel);

    public static Task InsertAsync(DbConnection connection, SigningKey key, MasterKey master, CancellationToken cancel) => connection.RunAsync(
        "INSERT INTO signing_keys (kid, public_key, private_key, created_at, retires_at, ends_at) VALUES (@kid, @public, @private, @created, @retires, @ends)", cancel,
        ("@kid", key.Kid), ("@public", key.PublicBytes()), ("@private", master.Seal(Purpose, key.PrivateBytes())),
        ("@created", key.CreatedAt), ("@retires", key.RetiresAt), ("@ends", key.EndsAt));

    public static Task DeleteEndedAsync(DbConnection connection, long now, CancellationToken cancel) =>
        connection.RunAsync("DELETE FROM signing_keys WHERE ends_at <= @now", cancel, ("@now", now));
}
