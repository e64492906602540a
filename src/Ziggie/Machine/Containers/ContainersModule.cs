using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ziggie.Machine.Containers;

/// <summary>The machine's container engine. Nothing is asked until somebody looks.</summary>
internal static class ContainersModule
{
    public static IServiceCollection AddContainerEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => EnginePlaces.Of(Environment.GetEnvironmentVariable));
        services.TryAddSingleton<IContainerEngine, DockerEngine>();
        return services;
    }
}
