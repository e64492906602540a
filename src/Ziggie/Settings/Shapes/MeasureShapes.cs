using System.Globalization;
using System.Text.Json.Nodes;
using Ziggie.Wire;

namespace Ziggie.Settings;

/// <summary>A length of time with its unit: <c>500ms</c>, <c>2s</c>, <c>10m</c>, <c>1h30m</c>, <c>7d</c>.</summary>
internal sealed class DurationShape(TimeSpan min, TimeSpan max) : Shape<TimeSpan>
{
    public override string Word => $"duration, {Durations.Write(min)} to {Durations.Write(max)}";

    public override bool TryRead(ConfigNode node, string path, Reading reading, out TimeSpan value)
    {
        value = min;
        var text = reading.Text(node, path, "a duration such as 2s");
        if (text is null) return false;
        if (Durations.Parse(text) is not { } read)
        {
            reading.Mismatch(node, path, "must be a duration with its unit, such as 500ms, 2s, 10m or 1h30m");
            return false;
        }
        value = read;
        if (read >= min && read <= max) return true;
        reading.Mismatch(node, path, $"must be from {Durations.Write(min)} to {Durations.Write(max)}");
        value = min;
        return false;
    }

    public override JsonNode? Show(TimeSpan value) => JsonValue.Create(Durations.Write(value));

    public override JsonObject Schema() => OrVariable("string", @"(?:[0-9]+(?:\.[0-9]+)?(?:ms|s|m|h|d))+");
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
