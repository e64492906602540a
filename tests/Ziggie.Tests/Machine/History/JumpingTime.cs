using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.History;

/// <summary>A clock that somebody sets, while time itself, and its timers, go on as told.</summary>
internal sealed class JumpingTime(ManualTime time) : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Ahead;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
