namespace Ziggie.Machine.Listeners.Linux;

/// <summary>Spreads a look into many processes over a few cores: nearly all of its time is the kernel's, which answers several at once.</summary>
internal static class Parts
{
    /// <summary>Fewer are done before another thread has begun.</summary>
    private const int Least = 64;

    private const int Most = 4;

    /// <param name="part">Does the items from the first number up to the second; several run at a time.</param>
    public static void Run(int count, Action<int, int> part)
    {
        var parts = Math.Min(count / Least, Math.Min(Environment.ProcessorCount, Most));
        if (parts > 1) Parallel.For(0, parts, i => part(count * i / parts, count * (i + 1) / parts));
        else if (count > 0) part(0, count);
    }
}
