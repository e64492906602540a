using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Usage.Overview;

/// <summary>The overview's first picture; changes come by the feed <c>overview</c>.</summary>
internal static class OverviewEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/usage/live", Read)
            .Needs(Permissions.Read)
            .WithTags("Usage")
            .WithSummary("Requests, errors, tokens and latencies of the last 15 minutes in buckets of 10 seconds, overall and by backend.");

    private static Ok<OverviewSnapshot> Read(OverviewStats stats) => TypedResults.Ok(stats.Snapshot());
}
