using Microsoft.AspNetCore.Http;

namespace Ziggie.Identity;

/// <summary>Marks of a request that came through a proxy: then the peer's address says nothing about who asks.</summary>
internal static class ForwardingHeaders
{
    public static bool Any(IHeaderDictionary headers) =>
        headers.ContainsKey("Forwarded") || headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("X-Forwarded-Host")
        || headers.ContainsKey("X-Forwarded-Proto") || headers.ContainsKey("X-Real-IP") || headers.ContainsKey("Via") || AnyOther(headers);

    // The list of X-Forwarded-… is open: whoever sets one is a proxy.
    private static bool AnyOther(IHeaderDictionary headers)
    {
        foreach (var (name, _) in headers)
        {
            if (name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
