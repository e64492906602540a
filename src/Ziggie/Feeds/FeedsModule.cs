using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ziggie.Feeds;

/// <summary>Live state: what WebSockets and event streams serve.</summary>
public static class FeedsModule
{
    public static IServiceCollection AddFeeds(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new FeedLimits());
        services.AddSingleton<FeedHub>();
        services.AddSingleton<IFeeds>(s => s.GetRequiredService<FeedHub>());
        services.AddSingleton<FeedTopics>();
        services.AddSingleton<StreamSlots>();
        services.AddHostedService<FeedSampling>();
        return services;
    }

    public static IEndpointRouteBuilder MapFeeds(this IEndpointRouteBuilder routes)
    {
        FeedSocketEndpoint.Map(routes);
        EventsEndpoint.Map(routes);
        return routes;
    }
}
