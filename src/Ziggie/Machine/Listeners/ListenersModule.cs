using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Machine.Listeners.Conflicts;

namespace Ziggie.Machine.Listeners;

/// <summary>Listeners over HTTP: <c>GET /api/system/ports?from=&amp;to=</c>.</summary>
public static class ListenersModule
{
    public static IServiceCollection AddListeners(this IServiceCollection services)
    {
        services.AddSingleton(provider => ListenerReaders.ForThisMachine(provider.GetRequiredService<TimeProvider>()));
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Add(PortsJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapListeners(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/system/ports", Read).Needs(Permissions.Read).WithTags("System").WithSummary("Who listens on this machine, who answers at each address, and which listeners are in each other's way");
        return routes;
    }

    private static Results<Ok<PortsReport>, JsonHttpResult<Problem>> Read(
        HttpContext context, IListenerReader reader, [Description("The first port.")] int? from = null, [Description("The last port.")] int? to = null)
    {
        if (PortRange.Problem(from, to) is { } problem) return Problems.BadInput(problem.Message, (problem.Field, problem.Message));
        return TypedResults.Ok(PortsReporter.Make(reader.Read(), PlatformRules.Current(), from ?? 0, to ?? PortRange.Highest, context.Caller().May(Permissions.Operate)));
    }
}
