using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ziggie.Backends;
using Ziggie.Feeds;
using Ziggie.Identity;
using Ziggie.Models.Engine;
using Ziggie.Models.Library;
using Ziggie.Models.Pulls;
using Ziggie.Models.Pulls.Running;
using Ziggie.Models.Pulls.Sources;
using Ziggie.Settings;

namespace Ziggie.Models;

/// <summary>Models on this machine's disk: found, pulled, and served by Ziggie's own engine. Needs settings, audit and feeds.</summary>
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
        services.AddSingleton<IFeedSampler, PullFeed>();
        services.AddSingleton(LibraryOptions);
        services.AddSingleton<ModelLibrary>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelLibrary>());
        services.AddSingleton<EngineBuild>();
        services.AddHostedService(provider => provider.GetRequiredService<EngineBuild>());
        services.AddSingleton<EngineSocket>();
        services.AddSingleton<IFeedTopic>(new SignalTopic(EngineService.Topic, Permissions.Read | Permissions.Models));
        services.AddSingleton<EngineService>();
        services.AddSingleton<IEngine>(provider => provider.GetRequiredService<EngineService>());
        services.AddHostedService(provider => provider.GetRequiredService<EngineService>());
        services.Configure<JsonOptions>(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, ModelsJson.Default));
        return services;
    }

    private static LibraryOptions LibraryOptions(IServiceProvider provider)
    {
        var (folder, settings) = (provider.GetRequiredService<ModelFolder>(), provider.GetRequiredService<ISettings>().Current.Models);
        var stores = settings.OllamaStores ?? Library.LibraryOptions.UsualOllamaStores(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        return new LibraryOptions(() => folder.Current.Root) { OllamaStores = stores, DefaultHost = new Uri(settings.Registry).Authority };
    }

    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder routes)
    {
        PullEndpoints.Map(routes);
        EngineEndpoints.Map(routes);
        LocalModelEndpoints.Map(routes);
        return routes;
    }
}
