using System.Globalization;

namespace Ziggie.Benchmarks.Macro;

/// <summary>How values are shown.</summary>
internal static class Units
{
    public static string PerSecond(double value) => Text(value, "#,0", "/s");

    public static string Tokens(double value) => Text(value, "0.0", " tokens/s");

    public static string Micros(double value) => Text(value, value < 100 ? "0.0" : "#,0", " µs");

    public static string Millis(double value) => Text(value, value < 10 ? "0.00" : "#,0", " ms");

    public static string Seconds(double value) => Text(value, "0.00", " s");

    public static string Kibibytes(double value) => Text(value, "0.0", " KiB");

    public static string Megabytes(double value) => Text(value, "0", " MB");

    public static string Percent(double value) => Text(value, "0.00", " %");

    private static string Text(double value, string format, string unit) => value.ToString(format, CultureInfo.InvariantCulture) + unit;
}
