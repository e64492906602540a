using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Backends.Upstream;
using Ziggie.Engine.Host;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Wire;

namespace Ziggie.Models.Engine;

/// <summary>Ziggie's own engine as the API shows it.</summary>
/// <param name="Status">idle (its process starts with the first request), running, or unavailable.</param>
/// <param name="Version">llama.cpp's release; null while its libraries are not here.</param>
/// <param name="Reason">Why it is unavailable, and what to do.</param>
/// <param name="Code">The reason's stable word, e.g. engine.installing while its libraries are being fetched.</param>
/// <param name="MemoryBudget">Bytes that loaded models may have together; null while the process does not run.</param>
/// <param name="Devices">What computes; empty while the process does not run.</param>
/// <param name="Models">What is loading or loaded.</param>
internal sealed record EngineView(string Status, string? Version, string? Reason, string? Code, int? ProcessId, long? MemoryBudget, IReadOnlyList<EngineDevice> Devices, IReadOnlyList<ModelState> Models);

/// <summary>Which model to load or unload.</summary>
/// <param name="KeepAlive">How long it stays after its last request: seconds, or a duration such as "5m"; negative is for good.</param>
internal sealed record EngineOrder(string? Model, string? KeepAlive);

/// <summary><c>/api/engine</c>.</summary>
internal static class EngineEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/engine").WithTags("Models");
        group.MapGet("", (EngineService engine) => TypedResults.Ok(engine.View())).Needs(Permissions.Read | Permissions.Models).WithSummary("Ziggie's own engine: what it runs on, and the models in memory");
        group.MapPost("/load", LoadAsync).Needs(Permissions.Operate).WithSummary("Loads a model into memory; answers when it is there").WithExample("""{"model":"qwen2.5-0.5b","keepAlive":"10m"}""")
            .Produces<EngineView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/unload", UnloadAsync).Needs(Permissions.Operate).WithSummary("Unloads a model as soon as nobody uses it").WithExample("""{"model":"qwen2.5-0.5b"}""")
            .Produces<EngineView>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<EngineView>, JsonHttpResult<Problem>>> LoadAsync(HttpContext context, EngineOrder order, EngineService engine, IAudit audit)
    {
        if (order.Model is not { Length: > 0 } model) return Problems.BadInput("Name the model.", ("model", "Is required."));
        var keepAlive = KeepAlive.Parse(order.KeepAlive);
        if (order.KeepAlive is not null && keepAlive is null) return Problems.BadInput("keepAlive is no length of time.", ("keepAlive", "Seconds, or a duration such as \"5m\"."));
        try
        {
            await engine.LoadAsync(model, keepAlive, context.RequestAborted);
            context.Audit(audit, "model.load", model);
            return TypedResults.Ok(engine.View());
        }
        catch (WireException e)
        {
            context.Audit(audit, "model.load", model, "failed", e.Error.Code);
            return e.Error.Kind == ErrorKind.NotFound ? Problems.NotFound(e.Message) : Problems.BadInput(e.Message, ("model", e.Message));
        }
        catch (UpstreamException e)
        {
            context.Audit(audit, "model.load", model, "failed", "engine");
            return Problems.Of(503, "The engine is not available", e.Message, "engine_unavailable");
        }
    }

    private static async Task<Results<Ok<EngineView>, JsonHttpResult<Problem>>> UnloadAsync(HttpContext context, EngineOrder order, EngineService engine, IAudit audit)
    {
        if (order.Model is not { Length: > 0 } model) return Problems.BadInput("Name the model.", ("model", "Is required."));
        await engine.UnloadAsync(model, context.RequestAborted);
        context.Audit(audit, "model.unload", model);
        return TypedResults.Ok(engine.View());
    }
}
