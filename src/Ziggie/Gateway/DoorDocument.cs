using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>Describes the doors in <c>/openapi.json</c>: they are served before routing, which therefore does not know them.</summary>
internal sealed class DoorDocument : IOpenApiDocumentTransformer
{
    private const string Json = "application/json";

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var door in Doors.All)
        {
            var own = door.Format == WireFormats.ZiggieGenerate;
            var request = own ? await context.GetOrCreateSchemaAsync(typeof(GenerateRequest), null, cancellationToken) : Free();
            var reply = own ? await context.GetOrCreateSchemaAsync(typeof(Generated), null, cancellationToken) : Free();
            var path = new OpenApiPathItem();
            path.AddOperation(HttpMethod.Post, new OpenApiOperation
            {
                Summary = Summary(door),
                RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = request } } },
                Responses = new OpenApiResponses { ["200"] = new OpenApiResponse { Description = "OK", Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = reply } } } },
            });
            document.Paths.TryAdd(door.Path, path);
        }
    }

    private static OpenApiSchema Free() => new() { Type = JsonSchemaType.Object };

    private static string Summary(Door door) =>
        door.Problems ? "Ziggie's own way to ask a model" : $"{door.Format.Dialect}'s {door.Format.Operation.ToString().ToLowerInvariant()}, as its clients know it";
}

/// <summary>Body of <c>POST /api/llm/generate</c>; read by its wire format.</summary>
/// <param name="Stream">The reply comes as server-sent events.</param>
internal sealed record GenerateRequest(
    string Prompt,
    string? Model = null,
    string? System = null,
    bool? Stream = null,
    int? MaxTokens = null,
    double? Temperature = null,
    double? TopP = null,
    long? Seed = null,
    IReadOnlyList<string>? Stop = null);

/// <summary>Answer of <c>POST /api/llm/generate</c>; written by its wire format.</summary>
internal sealed record Generated(
    string Id,
    string Model,
    string? Backend,
    string Text,
    string FinishReason,
    GeneratedUsage Usage,
    GeneratedTimings Timings)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thinking { get; init; }
}

/// <summary>Tokens of an answer.</summary>
internal sealed record GeneratedUsage(int PromptTokens, int CompletionTokens, int CachedTokens);

/// <summary>Milliseconds from the request's arrival.</summary>
internal sealed record GeneratedTimings(double TotalMs)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FirstTokenMs { get; init; }
}
