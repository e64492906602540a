using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Settings;

namespace Ziggie.Identity.Door;

/// <summary>What every request passes before an endpoint sees it.</summary>
public static class DoorModule
{
    /// <summary>Proxies in front: whose address and host count, and below which path Ziggie lies. Before everything that looks at these.</summary>
    public static IApplicationBuilder UseTrustedProxies(this IApplicationBuilder app)
    {
        var server = app.ApplicationServices.GetRequiredService<ISettings>().Current.Server;
        if (server.TrustedProxies.Count > 0) app.UseForwardedHeaders(Trusting(server.TrustedProxies));
        if (server.BasePath is { Length: > 0 } path) app.UsePathBase(path.TrimEnd('/'));
        return app;
    }

    /// <summary>Headers, faults, Host and loop, CORS, routing, then who calls and what it may, in this order.</summary>
    /// <param name="open">What is for everybody though it is no endpoint, such as a page's files; it sees which endpoint was found.</param>
    public static IApplicationBuilder UseZiggieDoor(this IApplicationBuilder app, Func<RequestDelegate, RequestDelegate>? open = null)
    {
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<FaultMiddleware>();
        app.UseMiddleware<HostMiddleware>();
        app.UseMiddleware<CorsMiddleware>();
        app.UseRouting();
        if (open is not null) app.Use(open);
        app.UseMiddleware<AccessMiddleware>();
        return app;
    }

    private static ForwardedHeadersOptions Trusting(IReadOnlyList<string> proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = 4,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (System.Net.IPNetwork.TryParse(proxy, out var network)) options.KnownIPNetworks.Add(network);
            else if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
        }
        return options;
    }
}
