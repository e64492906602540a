using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Doctor.Fixes;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Feeds;
using Ziggie.Identity;
using Ziggie.Machine.Containers;

namespace Ziggie.Doctor;

/// <summary>The doctor: evidence, checks, root causes, fixes. Needs the machine, its listeners and containers, and backends.</summary>
public static class DoctorModule
{
    public static IServiceCollection AddDoctor(this IServiceCollection services)
    {
        services.AddSingleton<ISubjects, RunningSubjects>();
        services.AddExamination();
        services.AddHostedService<DoctorWatch>();
        services.AddSingleton<IFeedTopic>(new SignalTopic(DoctorWatch.Topic, Permissions.Read));
        services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Add(DoctorJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapDoctor(this IEndpointRouteBuilder routes)
    {
        DoctorEndpoints.Map(routes);
        return routes;
    }

    /// <summary>All that also works without a control center: sources, checks and fixes, one line each.</summary>
    internal static IServiceCollection AddExamination(this IServiceCollection services)
    {
        services.AddContainerEngine();
        services.AddSingleton<EvidenceGatherer>();
        services.AddSingleton<Examination>();
        services.AddSingleton<DoctorService>();
        services.AddSingleton<FixPlanner>();
        services.AddSingleton<FixService>();
        AddSources(services);
        AddChecks(services);
        AddFixes(services);
        return services;
    }

    private static void AddSources(IServiceCollection services)
    {
        services.AddSingleton<INameResolver, SystemResolver>();
        services.AddSingleton<NameLook>();
        services.AddSingleton<ConnectionLook>();
        services.AddSingleton<HttpAsk>();
        services.AddSingleton<BackendLook>();
        services.AddSingleton<ProcessReader>();
        services.AddSingleton<IEvidenceSource, ListenersSource>();
        services.AddSingleton<IEvidenceSource, ContainersSource>();
        services.AddSingleton<IEvidenceSource, MachineSource>();
        services.AddSingleton<IEvidenceSource, BackendsSource>();
        services.AddSingleton<IEvidenceSource, ProcessesSource>();
    }

    private static void AddChecks(IServiceCollection services)
    {
    }

    private static void AddFixes(IServiceCollection services)
    {
    }
}
