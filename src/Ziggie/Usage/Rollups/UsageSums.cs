namespace Ziggie.Usage.Rollups;

/// <summary>Sums over requests that can be added to each other.</summary>
internal sealed class UsageSums
{
    public long Requests { get; set; }
    public long Errors { get; set; }
    public long PromptTokens { get; set; }
    public long CompletionTokens { get; set; }
    public long CachedTokens { get; set; }

    /// <summary>Thousand-millionths of the currency: whole numbers add up the same in any order.</summary>
    public long CostNanos { get; set; }
    public LatencyHistogram FirstToken { get; } = new();
    public LatencyHistogram Total { get; } = new();

    public void Add(in UsageRecord record, long costNanos)
    {
        Requests++;
        if (IsError(record)) Errors++;
        PromptTokens += Math.Max(0, record.Tokens.Prompt);
        CompletionTokens += Math.Max(0, record.Tokens.Completion);
        CachedTokens += Math.Max(0, record.Tokens.Cached);
        CostNanos += costNanos;
        FirstToken.Add(record.FirstTokenMicros);
        Total.Add(record.TotalMicros);
    }

    public void Add(UsageSums other)
    {
        Requests += other.Requests;
        Errors += other.Errors;
        PromptTokens += other.PromptTokens;
        CompletionTokens += other.CompletionTokens;
        CachedTokens += other.CachedTokens;
        CostNanos += other.CostNanos;
        FirstToken.Add(other.FirstToken);
        Total.Add(other.Total);
    }

    public static bool IsError(in UsageRecord record) => RequestOutcome.IsError(record.Status, record.Error is not null);
}
