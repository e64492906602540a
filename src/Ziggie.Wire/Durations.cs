using System.Globalization;

namespace Ziggie.Wire;

/// <summary>Lengths of time as people write them: <c>500ms</c>, <c>2s</c>, <c>10m</c>, <c>1h30m</c>, <c>7d</c>.</summary>
public static class Durations
{
    private static readonly (string Unit, double Milliseconds)[] s_units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>Null where it is none: a number needs its unit.</summary>
    public static TimeSpan? Parse(string text)
    {
        double total = 0;
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
            if (!double.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
            start = at;
            while (at < text.Length && char.IsAsciiLetterLower(text[at])) at++;
            var unit = Array.Find(s_units, u => text.AsSpan(start, at - start).SequenceEqual(u.Unit));
            if (unit.Unit is null) return null;
            total += number * unit.Milliseconds;
        }
        return text.Length == 0 || !(total <= TimeSpan.MaxValue.TotalMilliseconds / 2) ? null : TimeSpan.FromMilliseconds(total);
    }

    /// <summary>The same way, largest unit first, down to milliseconds.</summary>
    public static string Write(TimeSpan value)
    {
        var rest = (long)value.TotalMilliseconds;
        if (rest == 0) return "0s";
        var text = "";
        foreach (var (unit, milliseconds) in s_units)
        {
            var count = rest / (long)milliseconds;
            if (count > 0) text += $"{count}{unit}";
            rest -= count * (long)milliseconds;
        }
        return text;
    }
}
