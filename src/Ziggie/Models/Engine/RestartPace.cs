using Ziggie.Backends;

namespace Ziggie.Models.Engine;

/// <summary>How soon a process that ended by itself may be started again: at once the first time, then later each time.</summary>
internal sealed class RestartPace(TimeProvider time)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_stable = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_forgotten = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private DateTimeOffset _startedAt;
    private DateTimeOffset _failedAt;
    private BackendReason? _reason;
    private bool _neverCameUp;

    public int Failures { get; private set; }

    /// <summary>Told of the backend while a restart has to wait.</summary>
    public BackendReason? Trouble
    {
        get
        {
            lock (_lock) return Failures > 1 || _neverCameUp ? _reason : null;
        }
    }

    /// <summary>How long to wait still; null: start.</summary>
    public TimeSpan? Wait()
    {
        lock (_lock)
        {
            if (Failures < 2) return null;
            var pause = TimeSpan.FromSeconds(Math.Min(s_longest.TotalSeconds, Math.Pow(2, Failures - 2)));
            var left = _failedAt + pause - time.GetUtcNow();
            return left > TimeSpan.Zero ? left : null;
        }
    }

    public void Started()
    {
        lock (_lock) (_startedAt, _neverCameUp) = (time.GetUtcNow(), false);
    }

    /// <summary>It did its work: after a while, what was before does not count any more.</summary>
    public void Worked()
    {
        lock (_lock)
        {
            if (time.GetUtcNow() - _startedAt < s_stable) return;
            Failures = 0;
            _reason = null;
        }
    }

    /// <param name="cameUp">It had answered before.</param>
    public void Failed(string code, string message, bool cameUp)
    {
        lock (_lock)
        {
            if (time.GetUtcNow() - _failedAt > s_forgotten) Failures = 0;
            Failures++;
            _neverCameUp = !cameUp;
            _failedAt = time.GetUtcNow();
            _reason = new BackendReason(code, message);
        }
    }
}
