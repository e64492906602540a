using System.Globalization;
using System.Text.Json.Nodes;

namespace Ziggie.Settings;

/// <summary>A length of time with its unit: <c>500ms</c>, <c>2s</c>, <c>10m</c>, <c>1h30m</c>, <c>7d</c>.</summary>
internal sealed class DurationShape(TimeSpan min, TimeSpan max) : Shape<TimeSpan>
{
    private static readonly (string Unit, double Milliseconds)[] s_units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    public override string Word => $"duration, {Write(min)} to {Write(max)}";

    public override bool TryRead(ConfigNode node, string path, Reading reading, out TimeSpan value)
    {
        value = min;
        var text = reading.Text(node, path, "a duration such as 2s");
        if (text is null) return false;
        if (Parse(text) is not { } read)
        {
            reading.Mismatch(node, path, "must be a duration with its unit, such as 500ms, 2s, 10m or 1h30m");
            return false;
        }
        value = read;
        if (read >= min && read <= max) return true;
        reading.Mismatch(node, path, $"must be from {Write(min)} to {Write(max)}");
        value = min;
        return false;
    }

    public override JsonNode? Show(TimeSpan value) => JsonValue.Create(Write(value));

    public override JsonObject Schema() => OrVariable("string", @"(?:[0-9]+(?:\.[0-9]+)?(?:ms|s|m|h|d))+");

    internal static TimeSpan? Parse(string text)
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
        return text.Length == 0 || total > TimeSpan.MaxValue.TotalMilliseconds / 2 ? null : TimeSpan.FromMilliseconds(total);
    }

    internal static string Write(TimeSpan value)
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

/// <summary>A number of bytes: plain, or with a unit of thousands (<c>32MB</c>) or of 1024 (<c>32MiB</c>).</summary>
internal sealed class SizeShape(long min, long max) : Shape<long>
{
    private static readonly (string Unit, long Bytes)[] s_units =
    [
        ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("KB", 1_000), ("B", 1),
    ];

    public override string Word => $"size, {Write(min)} to {Write(max)}";

    public override bool TryRead(ConfigNode node, string path, Reading reading, out long value)
    {
        value = min;
        var text = reading.Text(node, path, "a size such as 32MiB");
        if (text is null) return false;
        if (Parse(text) is not { } read)
        {
            reading.Mismatch(node, path, "must be a size in bytes, or with its unit, such as 32MB or 32MiB");
            return false;
        }
        value = read;
        if (read >= min && read <= max) return true;
        reading.Mismatch(node, path, $"must be from {Write(min)} to {Write(max)}");
        value = min;
        return false;
    }

    public override JsonNode? Show(long value) => JsonValue.Create(Write(value));

    public override JsonObject Schema() => OrVariable("integer", @"[0-9]+(?:\.[0-9]+)? ?(?:B|kB|KB|MB|GB|KiB|MiB|GiB)");

    internal static long? Parse(string text)
    {
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.')) digits++;
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        var name = text.AsSpan(digits).TrimStart().ToString();
        var unit = name.Length == 0 ? ("B", 1L) : Array.Find(s_units, u => u.Unit == name);
        var bytes = number * unit.Item2;
        return unit.Item2 == 0 || bytes > long.MaxValue / 2 || (name.Length == 0 && text.Contains('.')) ? null : (long)bytes;
    }

    internal static string Write(long bytes)
    {
        foreach (var (unit, size) in s_units.AsSpan(0, 3))
            if (bytes >= size && bytes % size == 0) return $"{bytes / size}{unit}";
        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
