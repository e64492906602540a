using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ziggie.Feeds;
using Ziggie.Models.Pulls;
using Ziggie.Models.Pulls.Running;
using Ziggie.Models.Pulls.Sources;

namespace Ziggie.Models;

/// <summary>Models on this machine's disk. Needs settings, audit and feeds.</summary>
public static class ModelsModule
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.TryAddSingleton(new PullOptions());
        services.TryAddSingleton(DiskSpace.OfSystem);
        services.AddSingleton<ModelFolder>();
        services.AddSingleton<PullHttp>();
        services.AddSingleton<BlobUse>();
        services.AddSingleton<StoreSweep>();
        services.AddSingleton<PullService>();
        services.AddSingleton<ModelRemoval>();
        services.AddSingleton<IFeedSampler, PullFeed>();
        services.Configure<JsonOptions>(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, ModelsJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder routes)
    {
        PullEndpoints.Map(routes);
        return routes;
    }
}
