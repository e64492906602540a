namespace Ziggie.Usage;

/// <summary>Which requests count as errors, the same everywhere.</summary>
internal static class RequestOutcome
{
    /// <summary>The status of a request whose caller left before its end: neither a success nor anybody's error.</summary>
    public const int CallerLeft = 499;

    /// <param name="failed">A stream that broke off had status 200, but failed all the same.</param>
    public static bool IsError(int status, bool failed) => status != CallerLeft && (status >= 400 || failed);
}
