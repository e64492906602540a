using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Backends.Probes;
using Ziggie.Feeds;
using Ziggie.Identity;
using Ziggie.Identity.Door;

namespace Ziggie.Backends;

/// <summary>Backends as a whole: declarations, discovery, watching, endpoints.</summary>
public static class BackendsModule
{
    /// <param name="options">From the command line.</param>
    /// <param name="targets">Where discovery looks.</param>
    public static IServiceCollection AddBackends(this IServiceCollection services, CatalogOptions options, DiscoveryTargets targets)
    {
        services.AddSingleton(options);
        services.AddSingleton(targets);
        services.AddSingleton(provider => new ViaName($"1.1 {provider.GetRequiredService<InstanceId>().Pseudonym}"));
        services.AddSingleton<BuiltinSimulator>();
        services.AddSingleton<IBuiltinSimulator>(provider => provider.GetRequiredService<BuiltinSimulator>());
        services.AddHostedService(provider => provider.GetRequiredService<BuiltinSimulator>());
        services.AddSingleton<BackendFactory>();
        services.AddSingleton<BackendStore>();
        services.AddSingleton<IBackendProbe, OllamaProbe>();
        services.AddSingleton<IBackendProbe, OpenAiProbe>();
        services.AddSingleton<IBackendProbe, AnthropicProbe>();
        services.AddSingleton<IBackendProbe, SimulatorProbe>();
        services.AddSingleton<IBackendProbe, EngineProbe>();
        services.AddSingleton<BackendProber>();
        services.AddSingleton<BackendDiscovery>();
        services.AddSingleton<CatalogService>();
        services.AddSingleton<ICatalog>(provider => provider.GetRequiredService<CatalogService>());
        services.AddHostedService(provider => provider.GetRequiredService<CatalogService>());
        services.AddHostedService<CatalogSync>();
        services.AddSingleton<BackendViews>();
        services.AddSingleton<IFeedTopic>(new SignalTopic(BackendNews.BackendsTopic, Permissions.Read | Permissions.Models));
        services.AddSingleton<IFeedTopic>(new SignalTopic(BackendNews.ModelsTopic, Permissions.Read | Permissions.Models));
        services.AddHostedService<BackendNews>();
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Add(BackendsJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapBackends(this IEndpointRouteBuilder routes)
    {
        BackendEndpoints.Map(routes);
        AliasEndpoints.Map(routes);
        return routes;
    }
}
