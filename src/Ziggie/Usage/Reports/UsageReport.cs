using System.Text.Json.Serialization;

namespace Ziggie.Usage.Reports;

/// <summary>What requests add up to. Percentiles are null where nothing was measured, and right to 3.2 %.</summary>
/// <param name="Cost">In the currency of the configured prices; 0 where none is configured.</param>
internal sealed record UsageTotals(
    long Requests,
    long Errors,
    long PromptTokens,
    long CompletionTokens,
    long CachedTokens,
    double Cost,
    double? P50FirstTokenMs,
    double? P95FirstTokenMs,
    double? P50TotalMs,
    double? P95TotalMs);

/// <summary>What the requests of one group add up to.</summary>
/// <param name="Group">The group as a person names it: a model, a key's name, an hour.</param>
/// <param name="Id">The group as <c>key=</c>, <c>user=</c>… take it; null for the rest beyond the largest groups.</param>
internal sealed record UsageItem(
    string Group,
    string? Id,
    long Requests,
    long Errors,
    long PromptTokens,
    long CompletionTokens,
    long CachedTokens,
    double Cost,
    double? P50FirstTokenMs,
    double? P95FirstTokenMs,
    double? P50TotalMs,
    double? P95TotalMs);

/// <summary>Usage in a range of time.</summary>
/// <param name="From">Start of what was counted: for times long ago the range is widened to whole hours or days, which is what is kept of them.</param>
/// <param name="To">End of what was counted.</param>
internal sealed record UsageReport(DateTimeOffset From, DateTimeOffset To, UsageTotals Totals, IReadOnlyList<UsageItem> Items);

/// <summary>One request. Times in milliseconds from its arrival; null where it did not happen or was not told.</summary>
internal sealed record UsageRequest(
    string Id,
    DateTimeOffset At,
    string RequestId,
    string UserId,
    string User,
    string? KeyId,
    string? Key,
    string Door,
    string RequestedModel,
    string Model,
    string Backend,
    string Route,
    int Status,
    string? Error,
    int? PromptTokens,
    int? CompletionTokens,
    int? CachedTokens,
    int? ReasoningTokens,
    bool Estimated,
    bool Streamed,
    double? QueueMs,
    double? FirstTokenMs,
    double? TotalMs,
    double Cost,
    string? Client,
    string? Address)
{
    /// <summary>Where the page after this request begins.</summary>
    [JsonIgnore]
    public UsageCursor Cursor { get; init; }
}
