using Ziggie.Settings;

namespace Ziggie.Gateway;

/// <summary>
/// Ends an exchange whose phase takes longer than it may. One timer for all phases, which looks at what happened last when it rings: nothing is
/// armed or disarmed per piece of the reply. Replies that are not streamed know the total only.
/// </summary>
internal sealed class PhaseWatch : IDisposable
{
    private readonly Exchange _exchange;
    private readonly PhaseTimeouts _timeouts;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public PhaseWatch(Exchange exchange, PhaseTimeouts timeouts, TimeProvider time)
    {
        (_exchange, _timeouts, _time) = (exchange, timeouts, time);
        var first = exchange.Stream ? Min(timeouts.Load, timeouts.BetweenTokens) : timeouts.Total;
        _timer = time.CreateTimer(static w => ((PhaseWatch)w!).Look(), this, Min(first, timeouts.Total), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var total = _timeouts.Total - _time.GetElapsedTime(_exchange.StartedAt);
        if (total <= TimeSpan.Zero)
        {
            _exchange.Abort(AbortReason.TotalTimeout);
            return;
        }
        var next = total;
        if (_exchange.Stream)
        {
            var loading = !_exchange.Meter.HasContent;
            // A caller that reads slowly is not the backend's silence.
            var left = loading ? _timeouts.Load - _time.GetElapsedTime(_exchange.StartedAt + _exchange.QueuedTicks)
                : _exchange.Sending ? _timeouts.BetweenTokens
                : _timeouts.BetweenTokens - _time.GetElapsedTime(_exchange.LastActivity);
            if (left <= TimeSpan.Zero)
            {
                _exchange.Abort(loading ? AbortReason.LoadTimeout : AbortReason.TokenTimeout);
                return;
            }
            next = Min(Min(left, _timeouts.BetweenTokens), total);
        }
        try
        {
            _timer.Change(next + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The exchange ended while this looked at it.
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
