using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Models.Pulls.Running;
using Ziggie.Models.Pulls.Sources;

namespace Ziggie.Models.Pulls;

/// <summary>Pulls over HTTP.</summary>
internal static class PullEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/models").WithTags("Models");
        group.MapPost("/pull", PullAsync).Needs(Permissions.Operate)
            .WithSummary("Pulls a model onto this machine's disk, from a registry or from the address of a .gguf file")
            .WithDescription("Lines of progress as Ollama's own /api/pull has them; the last has the status \"success\" or an error. A pull that runs already is joined. When the last who watches leaves, it stops, and what has come is kept: the same call goes on with it. With \"detach\": true the answer comes at once (202) and the pull goes on by itself.")
            .WithExample("""{"model":"llama3.2:3b"}""")
            .Produces<PullLine>(StatusCodes.Status200OK, "application/x-ndjson").Produces<PullView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status502BadGateway).ProducesProblem(StatusCodes.Status507InsufficientStorage);
        group.MapGet("/pulls", List).Needs(Permissions.Read | Permissions.Models).WithSummary("Pulls that run or wait, then those that have ended, newest first");
        group.MapDelete("/pulls/{id}", Stop).Needs(Permissions.Operate).WithSummary("Stops a pull for all who watch it; what has come is kept");
    }

    private static Ok<Page<PullView>> List(PullService pulls) => TypedResults.Ok(new Page<PullView>([.. pulls.All().Select(PullView.Of)], null));

    private static Results<NoContent, JsonHttpResult<Problem>> Stop(HttpContext context, string id, PullService pulls, IAudit audit)
    {
        var pull = pulls.All().FirstOrDefault(p => p.Id == id);
        if (pull is null) return Problems.NotFound("There is no such pull.");
        if (!pulls.Stop(id, $"{context.Caller().UserName} stopped it. What has come is kept: pull again to go on.")) return Problems.Conflict("The pull has ended already.", "pull_ended");
        context.Audit(audit, "model.pull.stop", pull.Source.Name);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> PullAsync(HttpContext context, PullRequest asked, PullService pulls, IAudit audit)
    {
        if (asked.Model is not { Length: > 0 } model) return Problems.BadInput("Name the model, or the address of a .gguf file.", ("model", "Is required."));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.Caller().Revoked);
        try
        {
            using var watched = await StartAsync(context, pulls, asked, over.Token);
            if (asked.Detach == true)
            {
                watched.Pull.GoOnAlone();
                context.Audit(audit, "model.pull", watched.Pull.Source.Name);
                return TypedResults.Json(PullView.Of(watched.Pull), ModelsJson.Default.PullView, statusCode: StatusCodes.Status202Accepted);
            }
            await PullReply.TellAsync(context, watched.Pull, asked.Stream != false, over.Token);
            context.Audit(audit, "model.pull", watched.Pull.Source.Name);
            return Results.Empty;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            context.Audit(audit, "model.pull", model, "failed", "caller_left");
            context.Abort();
            return Results.Empty;
        }
        catch (PullException e)
        {
            context.Audit(audit, "model.pull", model, e.Fault == PullFault.NotAllowed ? "denied" : "failed", e.Fault.ToString());
            if (!context.Response.HasStarted) return Told(e);
            await PullReply.FailAsync(context, e);
            return Results.Empty;
        }
    }

    private static Task<WatchedPull> StartAsync(HttpContext context, PullService pulls, PullRequest asked, CancellationToken cancel)
    {
        PullRights.Check(context.Caller(), pulls.Read(asked.Model!, asked.Sha256, asked.Name), asked.Model!);
        return pulls.StartAsync(asked.Model!, asked.Sha256, asked.Name, cancel);
    }

    private static JsonHttpResult<Problem> Told(PullException e) => e.Fault switch
    {
        PullFault.BadRequest => Problems.BadInput(e.Message, ("model", e.Message)),
        PullFault.NotAllowed => Problems.Forbidden(e.Message),
        PullFault.NotFound => Problems.NotFound(e.Message),
        PullFault.Conflict => Problems.Conflict(e.Message, "model_there"),
        PullFault.Cancelled => Problems.Conflict(e.Message, "pull_stopped"),
        PullFault.Disk => Problems.Of(507, "No room", e.Message, "disk"),
        PullFault.Busy => Problems.Of(503, "Not available now", e.Message, "busy"),
        _ => Problems.Of(502, "Pull failed", e.Message, "pull_failed"),
    };
}

/// <summary>Whether a caller may pull a model: a key can be limited to some.</summary>
internal static class PullRights
{
    public static void Check(Caller caller, PullSource source, string asked)
    {
        if (caller.Limits.Models is not { } allowed || allowed.Contains(asked) || allowed.Contains(source.Name) || allowed.Contains($"engine/{source.Name}")) return;
        throw new PullException(PullFault.NotAllowed, $"The key may not use the model \"{source.Name}\"; it is limited to {string.Join(", ", allowed)}.");
    }
}
