using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Usage.Metrics;

/// <summary><c>/metrics</c> for Prometheus.</summary>
internal static class MetricsEndpoints
{
    private const string ContentType = "text/plain; version=0.0.4";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", Read)
            .Needs(Permissions.Read)
            .WithTags("Metrics")
            .WithSummary("Counts and latencies of model requests, and the process itself, in Prometheus' text format.")
            .Produces(StatusCodes.Status200OK, contentType: "text/plain");

    private static ContentHttpResult Read(GatewayExposition gateway, ProcessExposition process)
    {
        var text = new PrometheusText();
        gateway.Write(text);
        process.Write(text);
        return TypedResults.Text(text.ToString(), ContentType, Encoding.UTF8);
    }
}
