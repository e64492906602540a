using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Ziggie.Http;
using Ziggie.Identity;
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
            var text = DoorTexts.For(door);
            var request = own ? await context.GetOrCreateSchemaAsync(typeof(GenerateRequest), null, cancellationToken) : Body(text);
            var reply = own ? await context.GetOrCreateSchemaAsync(typeof(Generated), null, cancellationToken) : Free();
            var path = new OpenApiPathItem();
            path.AddOperation(HttpMethod.Post, new OpenApiOperation
            {
                Summary = text.Summary,
                Tags = new HashSet<OpenApiTagReference> { new(text.Tag, document) },
                Security = OpenApiAccess.Requirement(document, door.Path, Permissions.Models),
                RequestBody = Sent(request, text.Example),
                Responses = new OpenApiResponses { ["200"] = new OpenApiResponse { Description = "OK", Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = reply } } } },
            });
            document.Paths.TryAdd(door.Path, path);
        }
        if (document.Paths.TryGetValue("/api/show", out var show) && show.Operations?.GetValueOrDefault(HttpMethod.Post) is { } known) known.RequestBody = Sent(Body(DoorTexts.Show), DoorTexts.Show.Example);
        // What most callers look for comes first.
        string[] first = [DoorTexts.OpenAi, DoorTexts.Ollama, DoorTexts.Anthropic];
        document.Tags = new HashSet<OpenApiTag>([.. first.Select(name => new OpenApiTag { Name = name }), .. (document.Tags ?? new HashSet<OpenApiTag>()).Where(tag => !first.Contains(tag.Name))]);
    }

    private static OpenApiRequestBody Sent(IOpenApiSchema schema, string example) =>
        new() { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = schema, Example = JsonNode.Parse(example) } } };

    private static OpenApiSchema Free() => new() { Type = JsonSchemaType.Object };

    private static OpenApiSchema Body(DoorText text) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "These and whatever else the API knows.",
        Properties = text.Fields.ToDictionary(
            field => field.Name.TrimEnd('*'),
            field => (IOpenApiSchema)new OpenApiSchema
            {
                Type = Enum.Parse<JsonSchemaType>(field.Type, ignoreCase: true),
                Description = field.About,
                Items = field.Type == "array" ? Free() : null,
            }),
        Required = text.Fields.Where(field => field.Name.EndsWith('*')).Select(field => field.Name.TrimEnd('*')).ToHashSet(),
    };
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
