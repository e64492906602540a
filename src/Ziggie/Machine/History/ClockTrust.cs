namespace Ziggie.Machine.History;

/// <summary>Whether the clock can be trusted with deleting: one that was just set may have been set wrong, and all history would be too old.</summary>
internal sealed class ClockTrust(TimeProvider time)
{
    private static readonly TimeSpan s_steadyFor = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_jump = TimeSpan.FromMinutes(2);

    private (DateTimeOffset Clock, long Timestamp) _since = (time.GetUtcNow(), time.GetTimestamp());

    /// <summary>True once the clock has gone as time does for a while.</summary>
    public bool IsSteady()
    {
        var passed = time.GetElapsedTime(_since.Timestamp);
        if ((time.GetUtcNow() - _since.Clock - passed).Duration() > s_jump)
        {
            _since = (time.GetUtcNow(), time.GetTimestamp());
            return false;
        }
        return passed >= s_steadyFor;
    }
}
