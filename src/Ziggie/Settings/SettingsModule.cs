using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ziggie.Settings;

/// <summary>The configuration in force, kept up to date.</summary>
public static class SettingsModule
{
    /// <param name="started">A result without errors.</param>
    public static IServiceCollection AddSettings(this IServiceCollection services, SettingsResult started)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(started);
        services.AddSingleton(WatchTimes.Standard);
        services.AddSingleton<SettingsService>();
        services.AddSingleton<ISettings>(s => s.GetRequiredService<SettingsService>());
        services.AddHostedService<SettingsWatcher>();
        return services;
    }

    public static IEndpointRouteBuilder MapSettings(this IEndpointRouteBuilder routes)
    {
        SettingsEndpoints.Map(routes);
        return routes;
    }
}
