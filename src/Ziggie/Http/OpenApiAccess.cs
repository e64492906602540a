using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Ziggie.Identity;

namespace Ziggie.Http;

/// <summary>Says in the API's document who may call what: an operation without a requirement is open to everybody.</summary>
public sealed class OpenApiAccess : IOpenApiOperationTransformer
{
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";
    private const string Session = "session";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var access = context.Description.ActionDescriptor.EndpointMetadata.OfType<EndpointAccess>().LastOrDefault();
        if (access is { Open: false }) operation.Security = Requirement(context.Document!, "/" + context.Description.RelativePath, access.Any);
        return Task.CompletedTask;
    }

    /// <summary>One of these permissions, by any of the ways to prove it.</summary>
    public static IList<OpenApiSecurityRequirement> Requirement(OpenApiDocument document, string path, Permissions any)
    {
        List<List<string>> scopes = [.. Enum.GetValues<Permissions>().Where(p => p != Permissions.None && any.HasFlag(p)).Select(p => new List<string> { p.ToString().ToLowerInvariant() })];
        if (scopes.Count == 0) scopes.Add([]);
        string[] ways = path.StartsWith("/v1/", StringComparison.Ordinal) ? [Bearer, ApiKey, Session] : [Bearer, Session];
        return [.. ways.SelectMany(way => scopes.Select(scope => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(way, document)] = scope }))];
    }

    /// <summary>Adds the ways to prove who one is.</summary>
    public static void Describe(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key (zk-…) or an access token of POST /api/auth/login." },
            [ApiKey] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "x-api-key", Description = "An API key (zk-…), as Anthropic's clients send it." },
            [Session] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "ziggie_session_{port}", Description = "The session of a browser that is signed in; a write needs the page's own Origin." },
        };
    }
}
