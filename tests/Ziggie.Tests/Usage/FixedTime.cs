namespace Ziggie.Tests.Usage;

/// <summary>A clock that always says the same, while timers run as ever.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
