using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ziggie;

/// <summary>The table of contents: what Ziggie is made of.</summary>
public static class ZiggieModule
{
    public static IServiceCollection AddZiggie(this IServiceCollection services) => services;

    public static IEndpointRouteBuilder MapZiggie(this IEndpointRouteBuilder routes) => routes;
}
