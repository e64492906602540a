using Ziggie.Usage.Metrics;

namespace Ziggie.Usage.Overview;

/// <summary>What happened in one stretch of the window; its place in the ring is used again a window later.</summary>
internal sealed class OverviewBucket
{
    private readonly Lock _turning = new();
    private long _number = -1;
    private long _requests;
    private long _errors;
    private long _prompt;
    private long _completion;

    public long Requests => Volatile.Read(ref _requests);
    public long Errors => Volatile.Read(ref _errors);
    public long PromptTokens => Volatile.Read(ref _prompt);
    public long CompletionTokens => Volatile.Read(ref _completion);
    public LiveHistogram FirstToken { get; } = new();
    public LiveHistogram Total { get; } = new();

    /// <summary>Whether it now holds this stretch of time.</summary>
    public bool Holds(long number) => Volatile.Read(ref _number) == number;

    public void Observe(long number, in GatewayObservation o)
    {
        if (!Holds(number)) Turn(number);
        Interlocked.Increment(ref _requests);
        if (o.IsError) Interlocked.Increment(ref _errors);
        if (o.Tokens.Prompt > 0) Interlocked.Add(ref _prompt, o.Tokens.Prompt);
        if (o.Tokens.Completion > 0) Interlocked.Add(ref _completion, o.Tokens.Completion);
        FirstToken.Add(o.FirstTokenMicros);
        Total.Add(o.TotalMicros);
    }

    private void Turn(long number)
    {
        lock (_turning)
        {
            // Somebody was faster, or this one is so late that its stretch is gone.
            if (_number >= number) return;
            (_requests, _errors, _prompt, _completion) = (0, 0, 0, 0);
            FirstToken.Clear();
            Total.Clear();
            Volatile.Write(ref _number, number);
        }
    }
}
