using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Backends;
using Ziggie.Models.Engine;
using Ziggie.Models.Library;

namespace Ziggie.Models;

/// <summary>Models on this machine's disk: found, pulled, and served by Ziggie's own engine.</summary>
public static class ModelsModule
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddSingleton<ModelLibrary>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelLibrary>());
        services.AddSingleton<EngineBuild>();
        services.AddHostedService(provider => provider.GetRequiredService<EngineBuild>());
        services.AddSingleton<EngineSocket>();
        services.AddSingleton<EngineService>();
        services.AddSingleton<IEngine>(provider => provider.GetRequiredService<EngineService>());
        services.AddHostedService(provider => provider.GetRequiredService<EngineService>());
        return services;
    }

    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder routes) => routes;
}
