using System.Globalization;

namespace Ziggie.Usage.Reports;

/// <summary>A place in the list of requests, newest first.</summary>
internal readonly record struct UsageCursor(long StartedAt, long Id)
{
    /// <summary>Before the newest.</summary>
    public static UsageCursor Start { get; } = new(long.MaxValue, long.MaxValue);

    public static bool TryParse(string text, out UsageCursor cursor)
    {
        cursor = default;
        var parts = text.Split('-');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return false;
        cursor = new UsageCursor(at, id);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StartedAt}-{Id}");
}
