using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ziggie.Http;

/// <summary>Metadata of an endpoint: a body that it takes.</summary>
internal sealed record ExampleBody(string Json);

/// <summary>Adds to the API's document what the endpoints' types do not say: whole bodies, and what parameters mean that many endpoints have.</summary>
internal sealed class OpenApiTexts : IOpenApiOperationTransformer
{
    private static readonly Dictionary<string, string> s_parameters = new(StringComparer.Ordinal)
    {
        ["limit"] = "How many items a page has at most.",
        ["cursor"] = "The page before said it as 'next'.",
        ["from"] = "Nothing before this time, RFC 3339.",
        ["to"] = "Nothing from this time on, RFC 3339.",
        ["q"] = "Words that title or content must have.",
        ["groupBy"] = "model, backend, key, user, status, hour or day; totals alone where it is left out.",
        ["after"] = "Goes on behind this number, as Last-Event-ID does.",
        ["tail"] = "How many lines.",
        ["follow"] = "true: new lines follow as server-sent events.",
        ["actor"] = "Only what this user or key did.",
        ["action"] = "Only this act, such as key.create.",
    };

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.Name is { } name && s_parameters.TryGetValue(name, out var about)) parameter.Description ??= about;
        }
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ExampleBody>().LastOrDefault() is { } example)
        {
            foreach (var media in operation.RequestBody?.Content?.Values ?? []) media.Example = JsonNode.Parse(example.Json);
        }
        return Task.CompletedTask;
    }
}

/// <summary>Declares what the API's document shows of an endpoint.</summary>
public static class OpenApiConventions
{
    /// <summary>A body, as JSON, that the endpoint takes.</summary>
    public static TBuilder WithExample<TBuilder>(this TBuilder builder, string json) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ExampleBody(json));
}
