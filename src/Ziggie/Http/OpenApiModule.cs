using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Identity;

namespace Ziggie.Http;

/// <summary>The API's own description: <c>/openapi.json</c>.</summary>
public static class OpenApiModule
{
    /// <summary>For features that add to the document.</summary>
    public const string DocumentName = "v1";

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) => services.Configure<JsonOptions>(json =>
    {
        // Numbers are numbers: otherwise the document would say that each may be text as well.
        json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
    }).AddOpenApi(DocumentName, options =>
    {
        options.AddOperationTransformer<OpenApiAccess>();
        options.AddOperationTransformer<OpenApiTexts>();
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // A value has all its parts; the generator asks constructors, which values need not have.
            if (context.JsonTypeInfo is { Type.IsValueType: true, Kind: JsonTypeInfoKind.Object } && schema.Properties is { Count: > 0 } parts) schema.Required ??= new HashSet<string>(parts.Keys);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Ziggie";
            document.Info.Version = "1";
            document.Servers = [];
            OpenApiAccess.Describe(document);
            return Task.CompletedTask;
        });
    });

    public static IEndpointRouteBuilder MapOpenApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi.json").Needs(Permissions.Read | Permissions.Models);
        return routes;
    }
}
