using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Usage.Metrics;

/// <summary>What tells one series from another.</summary>
internal readonly record struct MetricKey(Operation Operation, BackendType? Provider, string? Backend, string? RequestModel, string? ResponseModel, int StatusClass, GatewayFailure Failure)
{
    public static MetricKey Of(in GatewayObservation o) => new(o.Operation, o.Provider, o.Backend, o.RequestModel, o.ResponseModel, o.Status / 100, o.Failure);

    /// <summary>Where series beyond the cap are counted together.</summary>
    public static MetricKey Other { get; } = new(default, null, "other", "other", "other", 0, GatewayFailure.None);
}

/// <summary>All that is measured under one set of labels.</summary>
internal sealed class MetricSeries
{
    private long _requests;
    private long _errors;
    private long _prompt;
    private long _completion;
    private long _cached;

    public MetricSeries(MetricKey key) => Labels = MetricLabels.Of(key);

    /// <summary>The labels as they stand between the braces, made once.</summary>
    public string Labels { get; }

    public MetricHistogram Overhead { get; } = new(MetricBounds.Overhead);
    public MetricHistogram Duration { get; } = new(MetricBounds.Duration);
    public MetricHistogram FirstToken { get; } = new(MetricBounds.FirstToken);
    public MetricHistogram PerToken { get; } = new(MetricBounds.PerToken);
    public MetricHistogram InputTokens { get; } = new(MetricBounds.Tokens);
    public MetricHistogram OutputTokens { get; } = new(MetricBounds.Tokens);
    public long Requests => Volatile.Read(ref _requests);
    public long Errors => Volatile.Read(ref _errors);
    public long PromptTokens => Volatile.Read(ref _prompt);
    public long CompletionTokens => Volatile.Read(ref _completion);
    public long CachedTokens => Volatile.Read(ref _cached);

    public void Observe(in GatewayObservation o)
    {
        Interlocked.Increment(ref _requests);
        if (o.IsError) Interlocked.Increment(ref _errors);
        if (o.Tokens.Prompt > 0) Interlocked.Add(ref _prompt, o.Tokens.Prompt);
        if (o.Tokens.Completion > 0) Interlocked.Add(ref _completion, o.Tokens.Completion);
        if (o.Tokens.Cached > 0) Interlocked.Add(ref _cached, o.Tokens.Cached);
        Overhead.Observe(o.OverheadMicros);
        Duration.Observe(o.TotalMicros);
        FirstToken.Observe(o.FirstTokenMicros);
        InputTokens.Observe(o.Tokens.Prompt);
        OutputTokens.Observe(o.Tokens.Completion);
        // The time between tokens can be told only where they were seen coming.
        if (o.Streamed && o.FirstTokenMicros >= 0 && o.Tokens.Completion > 1) PerToken.Observe((o.TotalMicros - o.FirstTokenMicros) / (o.Tokens.Completion - 1));
    }
}
