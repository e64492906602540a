namespace Ziggie.Usage.Reports;

/// <summary>Which requests a question is about; null is all.</summary>
/// <param name="From">Unix milliseconds, included.</param>
/// <param name="To">Unix milliseconds, not included.</param>
internal sealed record UsageFilter(long From, long To)
{
    public string? Model { get; init; }
    public string? Backend { get; init; }

    /// <summary>Id or name.</summary>
    public string? Key { get; init; }

    /// <summary>Id or name.</summary>
    public string? User { get; init; }

    /// <summary>Statuses from and to, both included.</summary>
    public (int From, int To)? Status { get; init; }

    /// <summary>The caller may see this user's usage only.</summary>
    public string? OnlyUser { get; init; }

    /// <summary>The caller may see this key's usage only.</summary>
    public string? OnlyKey { get; init; }
}
