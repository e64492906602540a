using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Machine.Listeners.Published;
using Ziggie.Machine.Sampling;

namespace Ziggie.Machine.Listeners;

/// <summary>Listeners over HTTP: <c>GET /api/system/ports?from=&amp;to=</c>.</summary>
public static class ListenersModule
{
    public static IServiceCollection AddListeners(this IServiceCollection services)
    {
        services.AddSingleton(provider => ListenerReaders.ForThisMachine(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(new MachineRoots());
        services.AddContainerEngine();
        services.AddSingleton<LoopbackRoutes>();
        services.AddSingleton<MachineListeners>();
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Add(PortsJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapListeners(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/system/ports", ReadAsync).Needs(Permissions.Read).WithTags("System").WithSummary("Who listens on this machine, who answers at each address, and which listeners are in each other's way");
        return routes;
    }

    private static async Task<Results<Ok<PortsReport>, JsonHttpResult<Problem>>> ReadAsync(
        HttpContext context, MachineListeners listeners, CancellationToken cancel, [Description("The first port.")] int? from = null, [Description("The last port.")] int? to = null)
    {
        if (PortRange.Problem(from, to) is { } problem) return Problems.BadInput(problem.Message, (problem.Field, problem.Message));
        return TypedResults.Ok(PortsReporter.Make(await listeners.ReadAsync(cancel), PlatformRules.Current(), from ?? 0, to ?? PortRange.Highest, context.Caller().May(Permissions.Operate)));
    }
}
