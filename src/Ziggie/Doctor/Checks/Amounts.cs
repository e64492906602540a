using System.Globalization;

namespace Ziggie.Doctor.Checks;

/// <summary>Amounts for people.</summary>
internal static class Amounts
{
    public static string Bytes(long bytes) => bytes switch
    {
        < 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        < 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.##} GiB"),
    };

    public static string Percent(double part, double whole) => whole <= 0 ? "0 %" : string.Create(CultureInfo.InvariantCulture, $"{100 * part / whole:0.#} %");

    public static string Span(TimeSpan span)
    {
        var length = span.Duration();
        return length switch
        {
            { TotalSeconds: < 119.5 } => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0} s"),
            { TotalMinutes: < 119.5 } => string.Create(CultureInfo.InvariantCulture, $"{length.TotalMinutes:0} min"),
            { TotalHours: < 47.5 } => string.Create(CultureInfo.InvariantCulture, $"{length.TotalHours:0} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{length.TotalDays:0} days"),
        };
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A list of names, cut where it grows long.</summary>
    public static string Names(IReadOnlyCollection<string> names, int most = 8) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");

    /// <summary>Text of others in one line, without what moves the cursor.</summary>
    public static string OneLine(string text, int most = 160)
    {
        var plain = string.Concat(text.Take(most).Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length > most ? plain + "…" : plain;
    }
}
