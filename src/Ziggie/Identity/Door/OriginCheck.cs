using Microsoft.AspNetCore.Http;
using Ziggie.Settings;

namespace Ziggie.Identity.Door;

/// <summary>
/// Keeps other web pages from acting with a browser's cookie or a machine's anonymous rights: a request that the browser may have made
/// for another page tells that page in Origin.
/// </summary>
public sealed class OriginCheck(ISettings settings)
{
    /// <param name="credentialSent">The request carries a Bearer token or a key, which no foreign page could make a browser add.</param>
    public bool Allows(HttpContext context, bool credentialSent)
    {
        var origin = context.Request.Headers.Origin;
        if (origin.Count == 0) return true;
        if (credentialSent && !IsWebSocket(context)) return true;
        return origin.Count == 1 && origin[0] is { } value && (IsServed(context.Request, value) || IsListed(value));
    }

    /// <summary>Whether <c>server.corsOrigins</c> lists it.</summary>
    public bool IsListed(string origin)
    {
        foreach (var listed in settings.Current.Server.CorsOrigins)
        {
            if (origin.Equals(listed.AsSpan().TrimEnd('/'), StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    // As the browser addressed us, which the Host check has found to be ours; or as configured, where a proxy speaks https for us.
    private bool IsServed(HttpRequest request, string origin)
    {
        var scheme = request.Scheme;
        var host = request.Host.Value ?? "";
        if (origin.Length == scheme.Length + 3 + host.Length
            && origin.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && origin.AsSpan(scheme.Length, 3) is "://"
            && origin.EndsWith(host, StringComparison.OrdinalIgnoreCase)) return true;
        var url = settings.Current.Server.Url.AsSpan().TrimEnd('/');
        return origin.Equals(url, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsWebSocket(HttpContext context)
    {
        foreach (var upgrade in context.Request.Headers.Upgrade)
        {
            if (upgrade is not null && upgrade.Contains("websocket", StringComparison.OrdinalIgnoreCase)) return true;
        }
        // Over HTTP/2 a WebSocket is an extended CONNECT.
        return HttpMethods.IsConnect(context.Request.Method);
    }
}

file static class SpanText
{
    public static bool Equals(this string text, ReadOnlySpan<char> other, StringComparison comparison) => text.AsSpan().Equals(other, comparison);
}
