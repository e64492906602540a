using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>What changed lately, for replicas that read it after a signal. Kept for a day.</summary>
internal static class ChangeLog
{
    private const long KeptMilliseconds = 86_400_000;

    public static async Task AddAsync(DbConnection connection, IEnumerable<(Changed Kind, string Id)> changes, long now, CancellationToken cancel)
    {
        foreach (var (kind, id) in changes)
        {
            await connection.RunAsync("INSERT INTO identity_changes (kind, target, at) VALUES (@kind, @target, @at)", cancel,
                ("@kind", kind.ToString()), ("@target", id), ("@at", now)).ConfigureAwait(false);
        }
    }

    public static async Task<long> LastAsync(DbConnection connection, CancellationToken cancel) =>
        Convert.ToInt64(await connection.ValueAsync("SELECT COALESCE(MAX(id), 0) FROM identity_changes", cancel).ConfigureAwait(false), System.Globalization.CultureInfo.InvariantCulture);

    public static Task<List<(long Number, Changed Kind, string Id)>> SinceAsync(DbConnection connection, long number, CancellationToken cancel) => connection.ListAsync(
        "SELECT id, kind, target FROM identity_changes WHERE id > @number ORDER BY id LIMIT 10000",
        row => (row.GetInt64(0), Enum.Parse<Changed>(row.GetString(1)), row.GetString(2)), cancel, ("@number", number));

    public static Task PruneAsync(DbConnection connection, long now, CancellationToken cancel) =>
        connection.RunAsync("DELETE FROM identity_changes WHERE at < @before", cancel, ("@before", now - KeptMilliseconds));
}
