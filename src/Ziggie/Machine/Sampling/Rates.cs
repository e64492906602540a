namespace Ziggie.Machine.Sampling;

/// <summary>What counters that only grow tell about the time between two looks.</summary>
internal static class Rates
{
    /// <summary>Per second; zero at the first look and where the counter began anew.</summary>
    public static double PerSecond(long now, long before, double seconds) =>
        seconds > 0 && now > before ? Math.Round((now - before) / seconds, 1) : 0;

    public static double Percent(double part, double whole) => whole > 0 ? Math.Round(Math.Clamp(100 * part / whole, 0, 100), 1) : 0;
}
