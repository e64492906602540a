using Microsoft.AspNetCore.Http;

namespace Ziggie.Identity.Door;

/// <summary>Headers that keep browsers from doing foolish things with any answer. Pages set a stricter Content-Security-Policy of their own.</summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        Set(context.Response.Headers);
        return next(context);
    }

    /// <summary>For answers that do not come through this middleware.</summary>
    public static void Set(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
    }
}
