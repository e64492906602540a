using Ziggie.Http;

namespace Ziggie.Server.Dashboard;

/// <summary><c>/</c>: what Ollama's clients look for, or the dashboard for whoever accepts HTML.</summary>
internal static class RootEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/", ["GET", "HEAD"], (HttpContext context, DashboardFiles files) => DashboardFiles.AcceptsHtml(context)
            ? files.ServeAsync(context)
            : context.Response.WriteAsync("Ollama is running", context.RequestAborted))
        .Open()
        .ExcludeFromDescription();
}
