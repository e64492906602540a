namespace Ziggie.Engine.Batching;

/// <summary>Tokens a second, lately. Written by one thread, read by any.</summary>
internal sealed class Speed
{
    private const double Weight = 0.1;

    private double _now;

    /// <summary>Of all streams together; 0 while nothing runs.</summary>
    public double Now => Volatile.Read(ref _now);

    public void Add(int tokens, TimeSpan elapsed)
    {
        if (elapsed <= TimeSpan.Zero) return;
        var seen = tokens / elapsed.TotalSeconds;
        Volatile.Write(ref _now, _now == 0 ? seen : _now + Weight * (seen - _now));
    }

    public void Rest() => Volatile.Write(ref _now, 0);
}
