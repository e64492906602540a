using System.Globalization;

namespace Ziggie.Cli.Output;

/// <summary>Numbers and times as people read them.</summary>
internal static class Words
{
    public static string Count(double? number) => number?.ToString("#,0", CultureInfo.InvariantCulture) ?? "";

    public static string Money(double? number) => number is null or 0 ? "" : number.Value.ToString("0.00##", CultureInfo.InvariantCulture);

    public static string Milliseconds(double? number) => number is null ? "" : number < 10 ? $"{number.Value.ToString("0.#", CultureInfo.InvariantCulture)} ms" : $"{Count(number)} ms";

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.0} GiB"),
    };

    public static string Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>As long ago as it is, in one unit.</summary>
    public static string Ago(DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is not { } then) return "never";
        var past = now - then;
        return past.TotalSeconds < 60 ? "just now"
            : past.TotalMinutes < 60 ? $"{(int)past.TotalMinutes} min ago"
            : past.TotalHours < 48 ? $"{(int)past.TotalHours} h ago"
            : $"{(int)past.TotalDays} d ago";
    }

    /// <summary>A bar of at most <paramref name="width"/> characters, in eighths of one.</summary>
    public static string Bar(double value, double largest, int width)
    {
        if (largest <= 0 || value <= 0) return "";
        var eighths = (int)Math.Clamp(Math.Round(value / largest * width * 8), 1, width * 8);
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[eighths % 8 - 1].ToString());
    }

    public static string Plural(int count, string word) => $"{count} {word}{(count == 1 ? "" : "s")}";
}
