using System.Collections.Concurrent;
using Ziggie.Identity;
using Ziggie.Usage;

namespace Ziggie.Admission;

/// <summary>What a limit says to a request.</summary>
/// <param name="Refusal">Null where it may go; else which limit is used up.</param>
/// <param name="RetryAfter">Until it may be tried again.</param>
public readonly record struct LimitDecision(string? Refusal, string? Code, TimeSpan RetryAfter);

/// <summary>What is left of a key's limits, for OpenAI's <c>x-ratelimit-*</c> headers; -1 is no limit.</summary>
public readonly record struct LimitsLeft(int RequestsLimit, int RequestsLeft, double RequestsResetSeconds, int TokensLimit, int TokensLeft, double TokensResetSeconds);

/// <summary>
/// Limits of keys: requests and tokens a minute (buckets that fill evenly), tokens a month, requests at once. A request reserves its prompt and
/// <c>max_tokens</c> and settles at its end; running streams are never cut.
/// </summary>
public sealed class KeyLimiter(IUsageRecorder usage, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, KeyMeter> _meters = new();

    /// <summary>Takes the reservation. A caller without limits costs nothing.</summary>
    public LimitDecision TryEnter(Caller caller, int tokens, out LimitReservation reservation)
    {
        reservation = default;
        var limits = caller.Limits;
        if (limits is { RequestsPerMinute: null, TokensPerMinute: null, MonthlyTokens: null, MaxConcurrency: null }) return default;
        var meter = _meters.GetOrAdd(caller.LimitId, static _ => new KeyMeter());
        var now = time.GetTimestamp() / (double)time.TimestampFrequency;
        var month = limits.MonthlyTokens is null ? 0 : usage.MonthTokens(caller.LimitId);
        var decision = meter.TryEnter(limits, tokens, now, month, UntilNextMonth);
        if (decision.Refusal is null) reservation = new LimitReservation(this, meter, limits, tokens);
        return decision;
    }

    /// <summary>What the headers of a reply say; null for a caller without limits a minute.</summary>
    public LimitsLeft? Left(Caller caller)
    {
        if (caller.Limits is { RequestsPerMinute: null, TokensPerMinute: null } || !_meters.TryGetValue(caller.LimitId, out var meter)) return null;
        return meter.Left(caller.Limits, Now);
    }

    internal double Now => time.GetTimestamp() / (double)time.TimestampFrequency;

    private TimeSpan UntilNextMonth()
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1) - now;
    }
}

/// <summary>What a running request holds of its key's limits.</summary>
public readonly struct LimitReservation
{
    private readonly KeyLimiter? _limiter;
    private readonly KeyMeter? _meter;
    private readonly KeyLimits? _limits;
    private readonly int _tokens;

    internal LimitReservation(KeyLimiter limiter, KeyMeter meter, KeyLimits limits, int tokens)
    {
        _limiter = limiter;
        _meter = meter;
        _limits = limits;
        _tokens = tokens;
    }

    /// <summary>Ends the reservation with what was really used. Once.</summary>
    public void Settle(int usedTokens) => _meter?.Settle(_limits!, _tokens, usedTokens, _limiter!.Now);
}
