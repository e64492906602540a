using System.Globalization;

namespace Ziggie.Http;

/// <summary>Moments as they are asked about: RFC 3339, or a day in UTC.</summary>
internal static class Instants
{
    public const string Rule = "write it as 2025-01-31T12:00:00Z or 2025-01-31.";

    private static readonly string[] s_shapes = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>False where the text is none, or lies before 1970.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        // A plus sign that was not escaped in the address has become a space.
        var mended = text.Trim().Replace(' ', '+');
        return DateTimeOffset.TryParseExact(mended, s_shapes, CultureInfo.InvariantCulture, utc, out time) && time.ToUnixTimeMilliseconds() >= 0;
    }
}
