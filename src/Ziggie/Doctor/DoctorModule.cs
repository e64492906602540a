using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Doctor.Checks;
using Ziggie.Doctor.Checks.Accelerators;
using Ziggie.Doctor.Checks.Configuration;
using Ziggie.Doctor.Checks.Host;
using Ziggie.Doctor.Checks.Models;
using Ziggie.Doctor.Checks.Network;
using Ziggie.Doctor.Checks.Ports;
using Ziggie.Doctor.Fixes;
using Ziggie.Doctor.Fixes.Backends;
using Ziggie.Doctor.Fixes.Files;
using Ziggie.Doctor.Fixes.Processes;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Disks;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Doctor.Gathering.Models;
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
        services.AddSingleton<IFix, CorrectBackend>();
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
        services.AddSingleton<WireLook>();
        services.AddSingleton<ProcessReader>();
        services.AddSingleton(SurroundingsPlaces.Here);
        services.AddSingleton<IEvidenceSource, SurroundingsSource>();
        // Listeners are put together with what containers publish, so these come first.
        services.AddSingleton<IEvidenceSource, ContainersSource>();
        services.AddSingleton<IEvidenceSource, ListenersSource>();
        services.AddSingleton<IEvidenceSource, MachineSource>();
        services.AddSingleton<IEvidenceSource, PlacesSource>();
        services.AddSingleton<IEvidenceSource, SystemSource>();
        services.AddSingleton<IEvidenceSource, OwnFilesSource>();
        services.AddSingleton<IEvidenceSource, ModelFilesSource>();
        services.AddSingleton<IEvidenceSource, EngineSource>();
        services.AddSingleton<IEvidenceSource, BackendsSource>();
        services.AddSingleton<IEvidenceSource, FullContextsSource>();
        services.AddSingleton<IEvidenceSource, ProcessesSource>();
        services.AddSingleton<IEvidenceSource, ServerFilesSource>();
    }

    private static void AddChecks(IServiceCollection services)
    {
        services.AddSingleton<ICheck, VariableNotTaken>();
        services.AddSingleton<ICheck, CopyWithoutVariables>();
        services.AddSingleton<ICheck, OwnVariablesNotTaken>();
        services.AddSingleton<ICheck, OllamaHostMisread>();
        services.AddSingleton<ICheck, ForeignHostRefused>();
        services.AddSingleton<ICheck, ContextTooSmall>();
        services.AddSingleton<ICheck, ModelMissing>();
        // Those that explain others come first.
        services.AddSingleton<ICheck, ContainerWithoutCard>();
        services.AddSingleton<ICheck, MemoryTaken>();
        services.AddSingleton<ICheck, OnProcessor>();
        services.AddSingleton<ICheck, PartlyOnProcessor>();
        services.AddSingleton<ICheck, NativeBeforeContainerCheck>();
        services.AddSingleton<ICheck, ShadowedCheck>();
        services.AddSingleton<ICheck, SharedCheck>();
        services.AddSingleton<ICheck, AddressInUseCheck>();
        services.AddSingleton<ICheck, NameCheck>();
        services.AddSingleton<ICheck, RefusedCheck>();
        services.AddSingleton<ICheck, DroppedCheck>();
        services.AddSingleton<ICheck, ContainerLocalhostCheck>();
        services.AddSingleton<ICheck, ContainerVariablesCheck>();
        services.AddSingleton<ICheck, WrongFamilyCheck>();
        services.AddSingleton<ICheck, ProxyCheck>();
        services.AddSingleton<ICheck, NoAnswerCheck>();
        services.AddSingleton<ICheck, WrongServiceCheck>();
        services.AddSingleton<ICheck, DiskFull>();
        services.AddSingleton<ICheck, ClockSkew>();
        services.AddSingleton<ICheck, StalePidFiles>();
        services.AddSingleton<ICheck, EngineUnreachable>();
        services.AddSingleton<ICheck, ModelFilesUnreadable>();
        services.AddSingleton<ICheck, LimitsReached>();
    }

    private static void AddFixes(IServiceCollection services)
    {
        services.AddSingleton<IFix, EndHolders>();
        services.AddSingleton<IFix, RemoveStalePidFile>();
    }
}
