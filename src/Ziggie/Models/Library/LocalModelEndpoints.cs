using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Engine.Gguf;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Models.Library;

/// <summary>Models on this machine's disk, over HTTP.</summary>
internal static class LocalModelEndpoints
{
    private const string Here = "engine/";
    private const int MostContext = 16 << 20;
    private const int LongText = 4096;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/models/local").WithTags("Models");
        group.MapGet("", List).Needs(Permissions.Read | Permissions.Models).WithSummary("Models on this machine's disk, those that cannot be used among them, with why");
        group.MapGet("/{**name}", ShowAsync).Needs(Permissions.Read | Permissions.Models)
            .WithSummary("All that is known of a model on this machine's disk")
            .WithDescription("?context= adds an estimate of the memory at that context; ?metadata=true adds what the file says of itself.");
        group.MapDelete("/{**name}", DeleteAsync).Needs(Permissions.Operate).WithSummary("Deletes a model from this machine's disk; those of Ollama's own store stay");
    }

    private static Ok<LocalModelPage> List(HttpContext context, ModelLibrary library, ModelFolder folder) =>
        TypedResults.Ok(new LocalModelPage([.. library.Current.Where(m => IsAllowed(context, m.Name)).Select(LocalModelView.Of)], null, folder.Current.Root));

    private static async Task<Results<Ok<LocalModelDetails>, JsonHttpResult<Problem>>> ShowAsync(HttpContext http, string name, ModelLibrary library, CancellationToken cancel, int? context = null, bool metadata = false)
    {
        if (context is <= 0 or > MostContext) return Problems.BadInput($"'context' has to be from 1 to {MostContext} tokens.", ("context", "Out of range."));
        if (library.Find(Own(name)) is not { } model || !IsAllowed(http, model.Name)) return None(name);
        try
        {
            return TypedResults.Ok(LocalModelDetails.Of(model, context, metadata && model.Paths.Count > 0 ? await Task.Run(() => Metadata(model, cancel), cancel) : null));
        }
        catch (GgufException e)
        {
            return Problems.Conflict(e.Message, "model_unreadable");
        }
    }

    private static async Task<Results<NoContent, JsonHttpResult<Problem>>> DeleteAsync(HttpContext http, string name, ModelLibrary library, IAudit audit, CancellationToken cancel)
    {
        if (!IsAllowed(http, Own(name))) return None(name);
        try
        {
            await library.RemoveAsync(Own(name), cancel);
            http.Audit(audit, "model.delete", Here + Own(name));
            return TypedResults.NoContent();
        }
        catch (ModelLibraryException e)
        {
            http.Audit(audit, "model.delete", Here + Own(name), "failed", e.Fault.ToString());
            return e.Fault switch
            {
                ModelLibraryFault.NotFound => Problems.NotFound(e.Message),
                ModelLibraryFault.ReadOnly => Problems.Conflict(e.Message, "read_only"),
                _ => Problems.Of(500, "Disk", e.Message, "disk"),
            };
        }
    }

    private static Dictionary<string, string> Metadata(LocalModel model, CancellationToken cancel) =>
        GgufFile.Read(model.Paths[0], cancel).Metadata.ToDictionary(m => m.Key, m => m.Value.ToString() is { Length: > LongText } text && m.Key != "tokenizer.chat_template" ? text[..LongText] + "…" : m.Value.ToString());

    private static string Own(string name) => name.StartsWith(Here, StringComparison.Ordinal) ? name[Here.Length..] : name;

    private static bool IsAllowed(HttpContext context, string name) =>
        context.Caller().Limits.Models is not { } allowed || allowed.Contains(name) || allowed.Contains(Here + name);

    private static JsonHttpResult<Problem> None(string name) => Problems.NotFound($"There is no model {name} on this machine's disk.");
}
