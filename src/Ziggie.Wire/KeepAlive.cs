using System.Globalization;

namespace Ziggie.Wire;

/// <summary>How long a model stays in memory after a request, as Ollama's callers say it: seconds, or a duration such as "5m"; negative is for good.</summary>
public static class KeepAlive
{
    /// <summary>Null where it is none.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var isNegative = text[0] == '-';
        var length = isNegative ? text[1..] : text;
        var parsed = double.TryParse(length, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 1e9))
            : Durations.Parse(length);
        return parsed is null ? null : isNegative && parsed > TimeSpan.Zero ? -parsed : parsed;
    }
}
