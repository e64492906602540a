namespace Ziggie.Usage.Metrics;

/// <summary>Upper bounds of the histograms' buckets: those of OpenTelemetry's GenAI conventions, and finer ones for Ziggie's own overhead. Times in microseconds.</summary>
internal sealed class MetricBounds
{
    private MetricBounds(double perUnit, params double[] bounds)
    {
        PerUnit = perUnit;
        Values = [.. bounds.Select(b => (long)Math.Round(b * perUnit))];
    }

    /// <summary>How many stored ones the exposed unit is.</summary>
    public double PerUnit { get; }

    public long[] Values { get; }

    public static MetricBounds Overhead { get; } = new(1e6, 0.00005, 0.0001, 0.0002, 0.0003, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1);
    public static MetricBounds Duration { get; } = new(1e6, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    public static MetricBounds FirstToken { get; } = new(1e6, 0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);
    public static MetricBounds PerToken { get; } = new(1e6, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5);
    public static MetricBounds Tokens { get; } = new(1, 1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864);
}
