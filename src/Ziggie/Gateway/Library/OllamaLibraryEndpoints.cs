using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Backends;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Wire;

namespace Ziggie.Gateway.Library;

/// <summary>Ollama's <c>POST /api/pull</c> and <c>DELETE /api/delete</c>: what changes the models of a backend.</summary>
internal static class OllamaLibraryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var library = routes.MapGroup("").Needs(Permissions.Operate).WithTags("Models");
        library.MapPost("/api/pull", PullAsync).WithSummary("Downloads a model, as Ollama does: into an Ollama backend (backend/model says into which); without one, or as engine/model, onto this machine's disk");
        library.MapDelete("/api/delete", DeleteAsync).WithSummary("Deletes a model, as Ollama does: of an Ollama backend, or as engine/model from this machine's disk");
    }

    private static async Task PullAsync(HttpContext context, ICatalog catalog, OllamaLibrary library, LocalLibrary local, IAudit audit)
    {
        var asked = default(LibraryRequest);
        var target = default(LibraryTarget);
        await RunAsync(context, async cancel =>
        {
            asked = await LibraryRequest.ReadAsync(context);
            target = LibraryTarget.ForPull(catalog.Current, asked);
            Check(context, asked, target);
            await (target.Backend is { } backend ? library.PullAsync(context, backend, target.Model, asked, cancel) : local.PullAsync(context, target.Model, asked, cancel));
        }, error => Record(context, audit, "model.pull", asked, target, error));
        if (target is { Backend: { } changed }) catalog.Suspect(changed);
    }

    private static async Task DeleteAsync(HttpContext context, ICatalog catalog, OllamaLibrary library, LocalLibrary local, IAudit audit)
    {
        var asked = default(LibraryRequest);
        var target = default(LibraryTarget);
        await RunAsync(context, async cancel =>
        {
            asked = await LibraryRequest.ReadAsync(context);
            target = LibraryTarget.ForDelete(catalog.Current, asked, local.Has);
            Check(context, asked, target);
            await (target.Backend is { } backend ? library.DeleteAsync(backend, target.Model, cancel) : local.DeleteAsync(target.Model, cancel));
        }, error => Record(context, audit, "model.delete", asked, target, error));
        if (target is { Backend: { } changed }) catalog.Suspect(changed);
    }

    private static async Task RunAsync(HttpContext context, Func<CancellationToken, Task> run, Action<WireError?> ended)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.Caller().Revoked);
        try
        {
            await run(over.Token);
            ended(null);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            ended(new WireError(ErrorKind.BadRequest, "The caller left.", "caller_left"));
            context.Abort();
        }
        catch (WireException e)
        {
            ended(e.Error);
            await ErrorReply.WriteAsync(context, ErrorShape.Ollama, e.Error);
        }
        catch (LibraryException e)
        {
            ended(new WireError(ErrorKind.Backend, e.Message));
            await e.TellAsync(context);
        }
    }

    private static void Check(HttpContext context, LibraryRequest asked, LibraryTarget target)
    {
        if (context.Caller().Limits.Models is not { } allowed) return;
        if (allowed.Contains(asked.Model) || allowed.Contains(target.Model) || allowed.Contains(target.Shown)) return;
        throw new WireException(new WireError(ErrorKind.Forbidden, $"The key may not use the model \"{asked.Model}\"; it is limited to {string.Join(", ", allowed)}.", "model_not_allowed", "model"));
    }

    private static void Record(HttpContext context, IAudit audit, string action, LibraryRequest? asked, LibraryTarget? target, WireError? error)
    {
        var what = target?.Shown ?? asked?.Model;
        context.Audit(audit, action, what, error is null ? "ok" : error.Kind == ErrorKind.Forbidden ? "denied" : "failed", error?.Code);
    }
}
