using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Admission;
using Ziggie.Backends;
using Ziggie.Gateway.FastPath;
using Ziggie.Gateway.Library;
using Ziggie.Http;
using Ziggie.Routing;
using Ziggie.Usage.Metrics;

namespace Ziggie.Gateway;

/// <summary>The gateway as a whole: doors, pipeline, lists, status and health.</summary>
public static class GatewayModule
{
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddSingleton<BackendGates>();
        services.AddSingleton<IBackendLoad, GateLoad>();
        services.AddSingleton<IBackendGauges, GateGauges>();
        services.AddSingleton<KeyLimiter>();
        services.AddSingleton<Router>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<BodyRelay>();
        services.AddSingleton<FrameRelay>();
        services.AddSingleton<Attempt>();
        services.AddSingleton<Pipeline>();
        services.AddSingleton<OllamaLibrary>();
        services.AddSingleton<LocalLibrary>();
        services.AddSingleton<ModelRequestHandler>();
        services.AddSingleton<FastPathServices>();
        services.AddSingleton<IConnectionListenerFactory, FastPathListenerFactory>();
        services.AddSingleton<IFrontDoor, FrontDoor>();
        services.Configure<OpenApiOptions>(OpenApiModule.DocumentName, options => options.AddDocumentTransformer<DoorDocument>());
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Add(GatewayJson.Default));
        return services;
    }

    /// <summary>The model endpoints, before everything else.</summary>
    public static IApplicationBuilder UseGateway(this IApplicationBuilder app) => app.UseMiddleware<GatewayMiddleware>();

    public static IEndpointRouteBuilder MapGateway(this IEndpointRouteBuilder routes)
    {
        ModelListEndpoints.Map(routes);
        OllamaLibraryEndpoints.Map(routes);
        LlmEndpoints.Map(routes);
        HealthEndpoints.Map(routes);
        LlmSocketEndpoint.Map(routes);
        return routes;
    }
}
