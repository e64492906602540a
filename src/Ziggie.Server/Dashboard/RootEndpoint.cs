using Ziggie.Http;

namespace Ziggie.Server.Dashboard;

/// <summary><c>/</c>: what Ollama's clients look for, or the dashboard for whoever accepts HTML. <c>/docs</c>: a page to everybody, whatever is accepted.</summary>
internal static class RootEndpoint
{
    private static readonly string[] s_reading = ["GET", "HEAD"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", s_reading, (HttpContext context, DashboardFiles files) => DashboardFiles.AcceptsHtml(context)
            ? files.ServeAsync(context)
            : context.Response.WriteAsync("Ollama is running", context.RequestAborted)).Open().ExcludeFromDescription();
        routes.MapMethods("/docs", s_reading, (HttpContext context, DashboardFiles files) => files.ServeAsync(context)).Open().ExcludeFromDescription();
    }
}
