using System.Globalization;

namespace Ziggie.Engine.Host;

/// <summary>Sizes for people.</summary>
internal static class Sizes
{
    public static string Of(long bytes) => bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0} MiB");
}
