using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Http;
using Ziggie.Identity.Door;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Identity as a whole: who may come in, and as whom.</summary>
public static class IdentityModule
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton(_ => IdentityEnvironment.FromProcess());
        services.AddSingleton(provider => MasterKey.Load(provider.GetRequiredService<DataDirectory>(), provider.GetRequiredService<IdentityEnvironment>().MasterKey));
        services.AddSingleton<ISecretBox, SecretBox>();
        services.AddSingleton<IdentityMemory>();
        services.AddSingleton<IdentityChanges>();
        services.AddSingleton<ReplicaSync>();
        services.AddSingleton<UseTracker>();
        services.AddSingleton<IdentityUpkeep>();
        services.AddSingleton<IdentityStart>();
        services.AddSingleton(_ => new Passwords());
        services.AddSingleton<LoginGuard>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<TokenCache>();
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<SignInService>();
        services.AddSingleton<AnonymousNetworks>();
        services.AddSingleton<IAuthenticator, Authenticator>();
        services.AddSingleton<InstanceId>();
        services.AddSingleton<HostCheck>();
        services.AddSingleton<LoopCheck>();
        services.AddSingleton<OriginCheck>();
        services.AddSingleton<FrontCheck>();
        services.AddSingleton<KeyCheck>();
        services.Configure<JsonOptions>(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, IdentityJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, HttpJson.Default);
        });
        // So that the door can say what is wrong with a body, instead of a bare 400.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    public static IEndpointRouteBuilder MapIdentity(this IEndpointRouteBuilder routes)
    {
        AuthEndpoints.Map(routes);
        SessionEndpoints.Map(routes);
        UserEndpoints.Map(routes);
        KeyEndpoints.Map(routes);
        WellKnownEndpoints.Map(routes);
        return routes;
    }

    /// <summary>Loads users, sessions and keys and makes the first admin; after the database has started, before the first request.</summary>
    public static Task<IdentityBootstrap> StartIdentityAsync(this IServiceProvider services, CancellationToken cancel) =>
        services.GetRequiredService<IdentityStart>().RunAsync(cancel);
}
