using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Identity;

namespace Ziggie.Http;

/// <summary>The API's own description: <c>/openapi.json</c>.</summary>
public static class OpenApiModule
{
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Ziggie";
            document.Info.Version = "1";
            document.Servers = [];
            return Task.CompletedTask;
        });
    });

    public static IEndpointRouteBuilder MapOpenApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi.json").Needs(Permissions.Read | Permissions.Models);
        return routes;
    }
}
