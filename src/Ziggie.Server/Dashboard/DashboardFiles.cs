using Microsoft.Extensions.Primitives;

namespace Ziggie.Server.Dashboard;

/// <summary>
/// The dashboard's built files. Hashed assets are cached for good, the page itself never; a path that is neither a file nor an endpoint is
/// the page, whose own router shows it. Where the dashboard was not built, a plain page says so.
/// </summary>
internal sealed class DashboardFiles
{
    private const string Policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private static readonly Dictionary<string, string> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
    };

    private readonly string _root;

    public DashboardFiles(string root) => _root = Path.GetFullPath(root) + Path.DirectorySeparatorChar;

    public bool IsBuilt => File.Exists(_root + "index.html");

    /// <summary>Whether the request is one for a page or asset rather than for the API.</summary>
    public static bool Wants(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && (context.Request.Path.StartsWithSegments("/assets") || (AcceptsHtml(context) && !IsApi(context.Request.Path)));

    // An address that the API does not have is told so, in a browser too.
    private static bool IsApi(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/v1");

    public static bool AcceptsHtml(HttpContext context)
    {
        foreach (var value in context.Request.Headers.Accept)
        {
            if (value is not null && value.Contains("text/html", StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    public Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (Find(path) is { } file) return SendAsync(context, file, path.StartsWith("/assets/", StringComparison.Ordinal));
        if (path.StartsWith("/assets/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }
        return IsBuilt ? SendAsync(context, _root + "index.html", isAsset: false) : ExplainAsync(context);
    }

    private string? Find(string path)
    {
        if (path.Length < 2 || path.Contains('\0', StringComparison.Ordinal)) return null;
        var file = Path.GetFullPath(Path.Combine(_root, path.TrimStart('/')));
        return file.StartsWith(_root, StringComparison.Ordinal) && s_types.ContainsKey(Path.GetExtension(file)) && File.Exists(file) ? file : null;
    }

    private static async Task SendAsync(HttpContext context, string file, bool isAsset)
    {
        var response = context.Response;
        response.ContentType = s_types[Path.GetExtension(file)];
        response.Headers.CacheControl = isAsset ? "public, max-age=31536000, immutable" : "no-cache";
        if (!isAsset) response.Headers.ContentSecurityPolicy = Policy;
        foreach (var (encoding, ending) in (ReadOnlySpan<(string, string)>)[("br", ".br"), ("gzip", ".gz")])
        {
            if (!Accepts(context.Request.Headers.AcceptEncoding, encoding) || !File.Exists(file + ending)) continue;
            response.Headers.ContentEncoding = encoding;
            response.Headers.Vary = "Accept-Encoding";
            file += ending;
            break;
        }
        response.ContentLength = new FileInfo(file).Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.SendFileAsync(file, context.RequestAborted);
    }

    private static bool Accepts(StringValues header, string encoding) => header.ToString().Contains(encoding, StringComparison.OrdinalIgnoreCase);

    private static async Task ExplainAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ContentSecurityPolicy = Policy;
        await context.Response.WriteAsync(
            """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ziggie</title><meta name="viewport" content="width=device-width">
            <style>body{font:16px/1.5 system-ui;max-width:40em;margin:4em auto;padding:0 1em;color-scheme:light dark}</style></head><body>
            <h1>Ziggie is running</h1><p>The dashboard is not built, and with it the pages that show the API. It needs Node.js 20.19 or newer: install it, then start Ziggie again with
            <code>./ziggie up</code>. Everything else works: the model endpoints, the command line and the API, which <a href="/openapi.json">/openapi.json</a> describes to whoever sends a key.</p></body></html>
            """,
            context.RequestAborted);
    }
}
