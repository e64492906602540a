using System.Globalization;

namespace Ziggie.Machine.Sampling.Live;

/// <summary>How often a watcher gets an update.</summary>
internal static class SystemInterval
{
    public const string Rule = "A number of seconds from 1 to 15.";
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(2);
    private const double Least = 1;

    /// <summary>A look older than this much more says nothing about now.</summary>
    private const double Most = 15;

    /// <summary>Null where the text is no such number.</summary>
    public static TimeSpan? Parse(string? seconds) =>
        string.IsNullOrEmpty(seconds) ? Usual : double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Of(number) : null;

    public static TimeSpan? Of(double? seconds) => seconds is >= Least and <= Most ? TimeSpan.FromSeconds(seconds.Value) : null;
}
