using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ziggie.Feeds;
using Ziggie.Storage;
using Ziggie.Usage.Import;
using Ziggie.Usage.Journal;
using Ziggie.Usage.Metrics;
using Ziggie.Usage.Overview;
using Ziggie.Usage.Reports;

namespace Ziggie.Usage;

/// <summary>Usage as a whole: recorder, import, questions, metrics, live overview. The database must have been started.</summary>
public static class UsageModule
{
    public static IServiceCollection AddUsage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new JournalFolder(provider.GetRequiredService<DataDirectory>().File("usage")));
        services.AddSingleton<ISegmentFiles, DiskSegmentFiles>();
        services.AddSingleton(new JournalOptions());
        services.AddSingleton<MonthTotals>();
        services.AddSingleton<UsageJournal>();
        services.AddSingleton<IUsageRecorder>(provider => provider.GetRequiredService<UsageJournal>());

        services.AddSingleton(provider => UsageStore.BulkFor(provider.GetRequiredService<IDatabase>().Provider));
        services.AddSingleton<UsageStore>();
        services.AddSingleton<UsageImporter>();
        services.AddHostedService(provider => provider.GetRequiredService<UsageImporter>());
        services.AddHostedService<UsageRetention>();
        services.AddSingleton<UsageQueries>();

        services.AddSingleton<OverviewStats>();
        services.AddHostedService<OverviewPublisher>();
        services.AddSingleton<IFeedTopic, OverviewTopic>();
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<IGatewayMetrics>(provider => provider.GetRequiredService<GatewayMetrics>());
        services.AddSingleton<GatewayExposition>();
        services.AddSingleton<ProcessExposition>();

        services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Add(UsageJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapUsage(this IEndpointRouteBuilder routes)
    {
        UsageEndpoints.Map(routes);
        OverviewEndpoints.Map(routes);
        return routes;
    }

    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder routes)
    {
        MetricsEndpoints.Map(routes);
        return routes;
    }
}
