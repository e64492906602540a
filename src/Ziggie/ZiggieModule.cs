using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Audit;
using Ziggie.Backends;
using Ziggie.Backups;
using Ziggie.Conversations;
using Ziggie.Doctor;
using Ziggie.Feeds;
using Ziggie.Gateway;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Identity.Door;
using Ziggie.Logs;
using Ziggie.Machine.History;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Sampling;
using Ziggie.Models;
using Ziggie.Settings;
using Ziggie.Storage;
using Ziggie.Usage;

namespace Ziggie;

/// <summary>The table of contents: what Ziggie is made of.</summary>
public static class ZiggieModule
{
    public static IServiceCollection AddZiggie(this IServiceCollection services, SettingsResult configuration, CatalogOptions catalog, DiscoveryTargets discovery) => services
        .AddRouting()
        .AddSettings(configuration)
        .AddLogs()
        .AddStorage()
        .AddAudit()
        .AddIdentity()
        .AddFeeds()
        .AddUsage()
        .AddBackends(catalog, discovery)
        .AddModels()
        .AddGateway()
        .AddConversations()
        .AddBackups()
        .AddListeners()
        .AddSampling()
        .AddMachineHistory()
        .AddDoctor()
        .AddOpenApiDocument();

    /// <summary>The way of every request: proxies, the model endpoints, then the door and the endpoints of everything else.</summary>
    /// <param name="open">What is for everybody though it is no endpoint.</param>
    public static IApplicationBuilder UseZiggie(this IApplicationBuilder app, Func<RequestDelegate, RequestDelegate>? open = null) => app
        .UseTrustedProxies()
        .UseGateway()
        .UseThreadPool()
        .UseZiggieDoor(open)
        .UseWebSockets();

    /// <summary>Connections and the gateway run on the threads that watch the sockets; whatever may wait for a disk or a database must not hold these up.</summary>
    private static IApplicationBuilder UseThreadPool(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await next(context);
    });

    public static IEndpointRouteBuilder MapZiggie(this IEndpointRouteBuilder routes) => routes
        .MapIdentity()
        .MapAudit()
        .MapSettings()
        .MapLogs()
        .MapBackends()
        .MapModels()
        .MapGateway()
        .MapConversations()
        .MapFeeds()
        .MapUsage()
        .MapMetrics()
        .MapBackups()
        .MapListeners()
        .MapSampling()
        .MapMachineHistory()
        .MapDoctor()
        .MapOpenApiDocument();
}
