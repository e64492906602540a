namespace Ziggie.Backends;

/// <summary>
/// Keeps requests from a backend that keeps failing: opens after <see cref="Threshold"/> failures in a row, lets one request try after a
/// pause that doubles up to a bound, and closes when it succeeds. Times are milliseconds of a monotonic clock.
/// </summary>
internal sealed class Breaker
{
    public const int Threshold = 5;
    private const long FirstPause = 2_000;
    private const long LongestPause = 60_000;

    private readonly Lock _lock = new();
    private int _failures;
    private long _openUntil;
    private long _pause = FirstPause;
    private bool _trying;

    /// <summary>Whether requests are kept away now.</summary>
    public bool IsOpen => Volatile.Read(ref _failures) >= Threshold;

    /// <summary>Whether a request may go now. A half-open breaker lets one through, which must be answered by <see cref="Succeeded"/>, <see cref="Failed"/> or <see cref="Undecided"/>.</summary>
    public bool TryEnter(long now)
    {
        if (!IsOpen) return true;
        lock (_lock)
        {
            if (_failures < Threshold) return true;
            if (now < _openUntil || _trying) return false;
            _trying = true;
            return true;
        }
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _failures) == 0) return;
        lock (_lock)
        {
            _failures = 0;
            _trying = false;
            _pause = FirstPause;
        }
    }

    public void Failed(long now)
    {
        lock (_lock)
        {
            _trying = false;
            if (++_failures < Threshold) return;
            _openUntil = now + _pause;
            _pause = Math.Min(_pause * 2, LongestPause);
            _failures = Threshold;
        }
    }

    /// <summary>The request ended without saying anything about the backend (the caller left).</summary>
    public void Undecided()
    {
        if (!IsOpen) return;
        lock (_lock) _trying = false;
    }

    /// <summary>Milliseconds until the next try, at least 0.</summary>
    public long RetryIn(long now)
    {
        lock (_lock) return Math.Max(0, _openUntil - now);
    }
}
