using Ziggie.Identity;

namespace Ziggie.Admission;

/// <summary>Counts one key's requests and tokens. Times are seconds of a monotonic clock. Thread-safe.</summary>
internal sealed class KeyMeter
{
    private readonly Lock _lock = new();
    private Bucket _requests, _tokens;
    private int _running;
    private long _reserved;

    public LimitDecision TryEnter(KeyLimits limits, int tokens, double now, long monthTokens, Func<TimeSpan> untilNextMonth)
    {
        lock (_lock)
        {
            if (limits.MaxConcurrency is { } most && _running >= most)
            {
                return new($"The key has {_running} requests running and may have {most} at once; wait for one to end.", "concurrency_limit_exceeded", TimeSpan.FromSeconds(1));
            }
            if (limits.MonthlyTokens is { } monthly && monthTokens + _reserved + tokens > monthly)
            {
                return new($"The key has used {monthTokens} of its {monthly} tokens of this month, and this request may need {tokens}.", "insufficient_quota", untilNextMonth());
            }
            if (limits.RequestsPerMinute is { } rpm && _requests.Wait(rpm, 1, now) is > 0 and var wait)
            {
                return new($"The key may make {rpm} requests a minute.", "rate_limit_exceeded", TimeSpan.FromSeconds(wait));
            }
            if (limits.TokensPerMinute is { } tpm)
            {
                // A request larger than the whole limit may go when the bucket is full: otherwise it never could.
                var asked = Math.Min(tokens, tpm);
                if (_tokens.Wait(tpm, asked, now) is > 0 and var tokensWait)
                {
                    return new($"The key may use {tpm} tokens a minute, and this request may need {tokens}.", "rate_limit_exceeded", TimeSpan.FromSeconds(tokensWait));
                }
                _tokens.Take(asked);
            }
            if (limits.RequestsPerMinute is not null) _requests.Take(1);
            _running++;
            _reserved += tokens;
            return default;
        }
    }

    public void Settle(KeyLimits limits, int reserved, int used, double now)
    {
        lock (_lock)
        {
            _running--;
            _reserved -= reserved;
            if (limits.TokensPerMinute is not { } tpm) return;
            _tokens.Fill(tpm, now);
            _tokens.Take(used - Math.Min(reserved, tpm));
        }
    }

    public LimitsLeft Left(KeyLimits limits, double now)
    {
        lock (_lock)
        {
            var (rpm, tpm) = (limits.RequestsPerMinute ?? -1, limits.TokensPerMinute ?? -1);
            if (rpm >= 0) _requests.Fill(rpm, now);
            if (tpm >= 0) _tokens.Fill(tpm, now);
            return new(rpm, rpm < 0 ? -1 : _requests.Left(rpm), rpm <= 0 ? 0 : _requests.Used * 60 / rpm, tpm, tpm < 0 ? -1 : _tokens.Left(tpm), tpm <= 0 ? 0 : _tokens.Used * 60 / tpm);
        }
    }

    /// <summary>A bucket kept as what was taken out of it, so that a changed limit needs no conversion.</summary>
    private struct Bucket
    {
        private double _at;

        public double Used { get; private set; }

        public readonly int Left(int limit) => (int)Math.Clamp(limit - Used, 0, limit);

        public void Fill(int perMinute, double now)
        {
            Used = Math.Max(0, Used - ((now - _at) * perMinute / 60));
            _at = now;
        }

        /// <summary>Seconds until <paramref name="amount"/> can be taken; 0 is now.</summary>
        public double Wait(int perMinute, double amount, double now)
        {
            Fill(perMinute, now);
            if (perMinute <= 0) return 60;
            var missing = Used + amount - perMinute;
            return missing <= 1e-6 ? 0 : missing * 60 / perMinute;
        }

        public void Take(double amount) => Used = Math.Max(0, Used + amount);
    }
}
