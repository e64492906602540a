namespace Ziggie.Audit;

/// <summary>Records who did what to what, from where, and how it ended.</summary>
public interface IAudit
{
    /// <summary>Queues one entry (bounded, never blocks); it is in the database within a second, at shutdown at the latest.</summary>
    void Record(AuditEntry entry);
}

/// <summary>One security-relevant act.</summary>
/// <param name="Actor">User name, key name, or "-" for nobody known.</param>
/// <param name="Action">Dotted word, e.g. <c>auth.login</c>, <c>key.create</c>, <c>backend.delete</c>.</param>
/// <param name="Target">What it was done to, or null.</param>
/// <param name="Address">The caller's address.</param>
/// <param name="Outcome"><c>ok</c>, <c>denied</c> or <c>failed</c>.</param>
/// <param name="Detail">Short free text without secrets, or null.</param>
public sealed record AuditEntry(string Actor, string Action, string? Target, string? Address, string Outcome, string? Detail = null)
{
    public string? ActorId { get; init; }
}
