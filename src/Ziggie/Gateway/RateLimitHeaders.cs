using System.Globalization;
using Ziggie.Admission;

namespace Ziggie.Gateway;

/// <summary>OpenAI's <c>x-ratelimit-*</c> headers.</summary>
internal static class RateLimitHeaders
{
    public static void Write(HttpReply reply, LimitsLeft left)
    {
        if (left.RequestsLimit >= 0) Write(reply, "requests", left.RequestsLimit, left.RequestsLeft, left.RequestsResetSeconds);
        if (left.TokensLimit >= 0) Write(reply, "tokens", left.TokensLimit, left.TokensLeft, left.TokensResetSeconds);
    }

    private static void Write(HttpReply reply, string what, int limit, int left, double reset)
    {
        reply.Header($"x-ratelimit-limit-{what}", limit.ToString(CultureInfo.InvariantCulture));
        reply.Header($"x-ratelimit-remaining-{what}", left.ToString(CultureInfo.InvariantCulture));
        reply.Header($"x-ratelimit-reset-{what}", reset.ToString("0.###", CultureInfo.InvariantCulture) + "s");
    }
}
