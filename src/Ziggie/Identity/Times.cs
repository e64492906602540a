namespace Ziggie.Identity;

/// <summary>Unix milliseconds, as kept, to the times that answers tell.</summary>
internal static class Times
{
    public static DateTime Utc(this long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;

    public static DateTime? Utc(this long? milliseconds) => milliseconds is { } some ? some.Utc() : null;
}
