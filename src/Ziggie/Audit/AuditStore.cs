using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Audit;

/// <summary>An entry with its id and time.</summary>
internal sealed record StoredAudit(string Id, long At, AuditEntry Entry);

/// <summary>What a list of the audit is narrowed to; null: everything.</summary>
internal sealed record AuditFilter(string? Actor, string? Action, long? From, long? To, string? Outcome = null);

/// <summary>The audit in the database.</summary>
internal static class AuditStore
{
    public static async Task InsertAsync(DbConnection connection, IReadOnlyList<StoredAudit> entries, CancellationToken cancel)
    {
        foreach (var (id, at, entry) in entries)
        {
            await connection.RunAsync(
                """
                INSERT INTO audit (id, at, actor, actor_id, action, target, address, outcome, detail)
                VALUES (@id, @at, @actor, @actorId, @action, @target, @address, @outcome, @detail) ON CONFLICT (id) DO NOTHING
                """, cancel,
                ("@id", id), ("@at", at), ("@actor", entry.Actor), ("@actorId", entry.ActorId), ("@action", entry.Action),
                ("@target", entry.Target), ("@address", entry.Address), ("@outcome", entry.Outcome), ("@detail", entry.Detail)).ConfigureAwait(false);
        }
    }

    /// <summary>Newest first, before the cursor.</summary>
    public static Task<List<StoredAudit>> PageAsync(DbConnection connection, AuditFilter filter, string? before, int limit, CancellationToken cancel) => connection.ListAsync(
        """
        SELECT id, at, actor, actor_id, action, target, address, outcome, detail FROM audit
        WHERE (@before = '' OR id < @before)
          AND (@actor = '' OR actor = @actor OR actor_id = @actor)
          AND (@action = '' OR action = @action OR action LIKE @under ESCAPE '\')
          AND (@outcome = '' OR outcome = @outcome)
          AND at >= @from AND at < @to
        ORDER BY id DESC LIMIT @limit
        """, Map, cancel,
        ("@before", before ?? ""), ("@actor", filter.Actor ?? ""), ("@action", filter.Action ?? ""), ("@under", Escape(filter.Action ?? "") + ".%"),
        ("@outcome", filter.Outcome ?? ""), ("@from", filter.From ?? 0L), ("@to", filter.To ?? long.MaxValue), ("@limit", limit));

    /// <summary>Deletes a bounded number, so that writers get their turn; true where there may be more.</summary>
    public static async Task<bool> PruneAsync(DbConnection connection, long before, CancellationToken cancel) =>
        await connection.RunAsync(
            "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < @before ORDER BY at LIMIT 1000)", cancel, ("@before", before)).ConfigureAwait(false) == 1000;

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static StoredAudit Map(DbDataReader row) => new(
        row.GetString(0), row.GetInt64(1),
        new AuditEntry(row.GetString(2), row.GetString(4), row.TextOrNull(5), row.TextOrNull(6), row.GetString(7), row.TextOrNull(8)) { ActorId = row.TextOrNull(3) });
}
