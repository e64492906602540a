namespace Ziggie.Usage.Overview;

/// <summary>The last 15 minutes, as the dashboard shows them live.</summary>
/// <param name="At">End of the last bucket, which is still filling.</param>
/// <param name="BucketSeconds">Length of each bucket.</param>
/// <param name="Backends">The same by backend, busiest first; requests that reached none are in <paramref name="All"/> only.</param>
internal sealed record OverviewSnapshot(DateTimeOffset At, int BucketSeconds, OverviewSeries All, IReadOnlyList<OverviewBackend> Backends);

/// <summary>One backend's part.</summary>
internal sealed record OverviewBackend(string Name, OverviewSeries Series);

/// <summary>Sums of the whole window, and what happened in each bucket from the oldest to the newest. Percentiles are null where nothing was measured.</summary>
internal sealed record OverviewSeries(
    long TotalRequests,
    long TotalErrors,
    long TotalPromptTokens,
    long TotalCompletionTokens,
    double? P50FirstTokenMs,
    double? P95FirstTokenMs,
    double? P50TotalMs,
    double? P95TotalMs,
    IReadOnlyList<long> Requests,
    IReadOnlyList<long> Errors,
    IReadOnlyList<long> PromptTokens,
    IReadOnlyList<long> CompletionTokens,
    IReadOnlyList<double?> BucketP50FirstTokenMs,
    IReadOnlyList<double?> BucketP95FirstTokenMs,
    IReadOnlyList<double?> BucketP50TotalMs,
    IReadOnlyList<double?> BucketP95TotalMs);
