using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ziggie.Machine.History;

/// <summary>How the machine was. Needs the database and the samplers.</summary>
public static class HistoryModule
{
    public static IServiceCollection AddMachineHistory(this IServiceCollection services)
    {
        services.AddSingleton<HistoryStore>();
        services.AddSingleton<HistoryQueries>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<HistoryRecorder>();
        services.AddHostedService(s => s.GetRequiredService<HistoryRecorder>());
        services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Add(HistoryJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapMachineHistory(this IEndpointRouteBuilder routes)
    {
        HistoryEndpoints.Map(routes);
        return routes;
    }
}
