using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Backends;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>Lists of models, answered from the catalog in the caller's dialect.</summary>
internal static class ModelListEndpoints
{
    /// <summary>Told as Ollama's version; its clients compare it with what they need.</summary>
    private const string OllamaVersion = "0.12.11";

    private const int MaxShowBytes = 64 << 10;

    // Ollama's clients look whether it runs by HEAD.
    private static readonly string[] s_look = ["GET", "HEAD"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var lists = routes.MapGroup("").Needs(Permissions.Models | Permissions.Read);
        var openAi = lists.MapGroup("").WithTags(DoorTexts.OpenAi);
        var ollama = lists.MapGroup("").WithTags(DoorTexts.Ollama);
        openAi.MapGet("/v1/models", (HttpContext context, ICatalog catalog) => IsAnthropic(context)
            ? Json(output => ModelLists.WriteAnthropic(Visible(context, catalog), output))
            : Json(output => ModelLists.WriteOpenAi(Visible(context, catalog), output))).WithSummary("All models, as OpenAI lists them; as Anthropic does with the header anthropic-version");
        openAi.MapGet("/v1/models/{**id}", (HttpContext context, string id, ICatalog catalog) => One(context, id, catalog)).WithSummary("One model");
        ollama.MapMethods("/api/tags", s_look, (HttpContext context, ICatalog catalog) => Json(output => OllamaModelLists.WriteTags(Visible(context, catalog), output))).WithSummary("All models, as Ollama lists them");
        ollama.MapGet("/api/ps", (HttpContext context, ICatalog catalog) => Json(output => OllamaModelLists.WritePs(Running(context, catalog), output))).WithSummary("Models in memory, as Ollama lists them");
        ollama.MapPost("/api/show", ShowAsync).WithSummary("What is known of one model, as Ollama tells it");
        ollama.MapMethods("/api/version", s_look, () => Json(output => OllamaModelLists.WriteVersion(OllamaVersion, output))).WithSummary("The version of Ollama's API that is spoken");
    }

    /// <summary>What this caller may use: each model once, and the aliases.</summary>
    public static IReadOnlyList<ModelListing> Visible(HttpContext context, ICatalog catalog)
    {
        var allowed = context.Caller().Limits.Models;
        var now = catalog.Current;
        var models = now.Backends.SelectMany(b => b.State.Models.Select(m => Listing(b, m))).DistinctBy(m => m.Name);
        var aliases = now.Aliases.Values.Select(a => new ModelListing(a.Name) { OwnedBy = "alias" });
        return [.. aliases.Concat(models).DistinctBy(m => m.Name).Where(m => allowed is null || allowed.Contains(m.Name))];
    }

    private static ModelListing Listing(Backend backend, BackendModel model) => model.Listing with
    {
        OwnedBy = backend.IsSimulated ? "simulated" : model.Listing.OwnedBy ?? backend.Name,
        DisplayName = backend.IsSimulated ? $"{model.Name} (simulated)" : model.Listing.DisplayName,
    };

    private static IReadOnlyList<RunningModel> Running(HttpContext context, ICatalog catalog)
    {
        var allowed = context.Caller().Limits.Models;
        return [.. catalog.Current.Backends.SelectMany(b => b.State.Models).Select(m => m.Running).OfType<RunningModel>().Where(m => allowed is null || allowed.Contains(m.Model.Name)).DistinctBy(m => m.Model.Name)];
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ICatalog catalog)
    {
        try
        {
            using var body = await RequestBody.ReadAsync(context, MaxShowBytes);
            using var asked = JsonDocument.Parse(body.WrittenMemory);
            if (Name(asked.RootElement) is not { } name) return new ErrorResult(ErrorShape.Ollama, new WireError(ErrorKind.BadRequest, "Name the model: {\"model\":\"…\"}.", "model_required", "model"));
            return Known(context, name, catalog) is { } model
                ? Json(output => OllamaModelLists.WriteShow(model, output))
                : new ErrorResult(ErrorShape.Ollama, new WireError(ErrorKind.NotFound, $"model '{name}' not found", "model_not_found", "model"));
        }
        catch (JsonException)
        {
            return new ErrorResult(ErrorShape.Ollama, new WireError(ErrorKind.BadRequest, "The body is not valid JSON."));
        }
        catch (WireException e)
        {
            return new ErrorResult(ErrorShape.Ollama, e.Error);
        }
    }

    /// <summary>Older clients of Ollama write "name".</summary>
    private static string? Name(JsonElement asked)
    {
        if (asked.ValueKind != JsonValueKind.Object) return null;
        foreach (var key in (ReadOnlySpan<string>)["model", "name"])
        {
            if (asked.TryGetProperty(key, out var name) && name.ValueKind == JsonValueKind.String) return name.GetString();
        }
        return null;
    }

    private static ModelListing? Known(HttpContext context, string id, ICatalog catalog) =>
        Visible(context, catalog).FirstOrDefault(m => m.Name == id)
        ?? (catalog.Current.Find(id) is { Tiers.Count: > 0 } route && context.Caller().Limits.Models is null ? route.Tiers[0][0].Model.Listing with { Name = id } : null);

    private static IResult One(HttpContext context, string id, ICatalog catalog)
    {
        var model = Known(context, id, catalog);
        if (model is null) return new ErrorResult(IsAnthropic(context) ? ErrorShape.Anthropic : ErrorShape.OpenAi, new WireError(ErrorKind.NotFound, $"The model \"{id}\" does not exist.", "model_not_found", "model"));
        return IsAnthropic(context) ? Json(output => ModelLists.WriteAnthropic(model, output)) : Json(output => ModelLists.WriteOpenAi(model, output));
    }

    private static bool IsAnthropic(HttpContext context) => context.Request.Headers.ContainsKey("anthropic-version");

    private static FileContentHttpResult Json(Action<IBufferWriter<byte>> write)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        write(body);
        return TypedResults.Bytes(body.WrittenMemory, "application/json");
    }
}
