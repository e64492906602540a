using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ziggie.Feeds;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Sampling.ControlGroups;
using Ziggie.Machine.Sampling.Disks;
using Ziggie.Machine.Sampling.Gpus;
using Ziggie.Machine.Sampling.Live;
using Ziggie.Machine.Sampling.Processes;

namespace Ziggie.Machine.Sampling;

/// <summary>How the machine is. Needs the feeds.</summary>
public static class SamplingModule
{
    /// <summary>What may hang hangs this long at most; a look is to be there before the next one.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);
    private const int MostHanging = 128;

    public static IServiceCollection AddSampling(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new MachineRoots());
        services.AddSingleton<IGpuReader>(s => new NvidiaGpus(NvidiaGpus.LoadInstalled, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IGpuReader>(s => new AmdGpus(s.GetRequiredService<MachineRoots>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new MachineSampler(
            s.GetRequiredService<MachineRoots>(),
            new BoundedCalls(s_patience, MostHanging, s.GetRequiredService<TimeProvider>()),
            FileSystems.Ask,
            s.GetServices<IGpuReader>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ContainerSampler>()));
        services.AddContainerEngine();
        services.AddSingleton<ContainerSampler>();
        services.AddSingleton<ProcessSampler>();
        services.AddSingleton<MachineMonitor>();
        services.AddSingleton<IFeedSampler, SystemSampler>();
        services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Add(MachineJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapSampling(this IEndpointRouteBuilder routes)
    {
        SystemEndpoints.Map(routes);
        return routes;
    }
}
