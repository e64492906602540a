using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Machine.History;

/// <summary><c>/api/system/history</c>: how the machine was.</summary>
internal static class HistoryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/system/history", AnswerAsync).WithTags("Machine").Needs(Permissions.Read)
            .WithSummary("How the machine was: least, mean and most of metrics over a range of time; without metrics, which there are");

    private static async Task<Results<Ok<MachineHistory>, JsonHttpResult<Problem>>> AnswerAsync([AsParameters] HistoryQuestion question, HistoryReader reader, CancellationToken cancel)
    {
        var errors = new List<(string Field, string Message)>();
        return await reader.AnswerAsync(question, errors, cancel) is { } answer
            ? TypedResults.Ok(answer)
            : Problems.BadInput("The question about the machine's history cannot be answered as it is: " + string.Join(" ", errors.Select(e => e.Message)), [.. errors]);
    }
}
