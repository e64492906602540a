using System.Globalization;
using Microsoft.AspNetCore.Http;
using Ziggie.Admission;

namespace Ziggie.Gateway;

/// <summary>OpenAI's <c>x-ratelimit-*</c> headers.</summary>
internal static class RateLimitHeaders
{
    public static void Write(IHeaderDictionary headers, LimitsLeft left)
    {
        if (left.RequestsLimit >= 0) Write(headers, "requests", left.RequestsLimit, left.RequestsLeft, left.RequestsResetSeconds);
        if (left.TokensLimit >= 0) Write(headers, "tokens", left.TokensLimit, left.TokensLeft, left.TokensResetSeconds);
    }

    private static void Write(IHeaderDictionary headers, string what, int limit, int left, double reset)
    {
        headers[$"x-ratelimit-limit-{what}"] = limit.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ratelimit-remaining-{what}"] = left.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ratelimit-reset-{what}"] = reset.ToString("0.###", CultureInfo.InvariantCulture) + "s";
    }
}
