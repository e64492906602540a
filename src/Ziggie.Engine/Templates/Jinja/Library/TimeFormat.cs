using System.Globalization;
using System.Text;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>C's <c>strftime</c>, in English.</summary>
internal static class TimeFormat
{
    public static string Apply(string format, DateTimeOffset time)
    {
        var text = new StringBuilder(format.Length + 16);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }
            var unpadded = format[++i] == '-' && i + 1 < format.Length;
            if (unpadded) i++;
            var part = Part(format[i], time) ?? $"%{format[i]}";
            if (unpadded && part.Length > 1) part = part.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0";
            text.Append(part);
        }
        return text.ToString();
    }

    private static string? Part(char kind, DateTimeOffset time) => kind switch
    {
        'a' => Net("ddd", time),
        'A' => Net("dddd", time),
        'b' or 'h' => Net("MMM", time),
        'B' => Net("MMMM", time),
        'c' => Apply("%a %b %e %H:%M:%S %Y", time),
        'd' => Net("dd", time),
        'D' or 'x' => Net("MM/dd/yy", time),
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'F' => Net("yyyy-MM-dd", time),
        'f' => Net("ffffff", time),
        'H' => Net("HH", time),
        'I' => Net("hh", time),
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'm' => Net("MM", time),
        'M' => Net("mm", time),
        'n' => "\n",
        'p' => Net("tt", time),
        'R' => Net("HH:mm", time),
        's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'S' => Net("ss", time),
        't' => "\t",
        'T' or 'X' => Net("HH:mm:ss", time),
        'u' => (time.DayOfWeek == 0 ? 7 : (int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'w' => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'y' => Net("yy", time),
        'Y' => Net("yyyy", time),
        'z' => Net("zzz", time).Replace(":", "", StringComparison.Ordinal),
        'Z' => time.Offset == TimeSpan.Zero ? "UTC" : Net("zzz", time),
        '%' => "%",
        _ => null,
    };

    private static string Net(string format, DateTimeOffset time) => time.ToString(format, CultureInfo.InvariantCulture);
}
