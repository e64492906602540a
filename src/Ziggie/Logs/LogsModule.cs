using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Logs;

/// <summary>Ziggie's own log over HTTP: <c>GET /api/logs?tail=&amp;follow=</c>.</summary>
public static class LogsModule
{
    private const int DefaultTail = 200;

    public static IServiceCollection AddLogs(this IServiceCollection services)
    {
        services.AddSingleton<LogRing>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogRing>());
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Add(LogsJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapLogs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/logs", ReadAsync).Needs(Permissions.Admin).WithTags("Logs").WithSummary("The last lines of Ziggie's own log; with follow=true a stream of events that goes on");
        return routes;
    }

    private static async Task<Results<Ok<Page<LogLine>>, EmptyHttpResult, JsonHttpResult<Problem>>> ReadAsync(HttpContext context, LogRing ring, int? tail, bool? follow)
    {
        var most = Math.Clamp(tail ?? DefaultTail, 0, LogRing.Capacity);
        if (follow != true) return TypedResults.Ok(new Page<LogLine>(ring.Tail(most), null));
        using var watch = ring.Watch(most);
        if (watch is null) return Problems.Of(429, "Too many watchers", "Too many callers follow the log; close one and try again.", "too_many_watchers");
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.Caller().Revoked);
        try
        {
            await foreach (var line in watch.Lines.ReadAllAsync(end.Token))
            {
                await context.Response.WriteAsync($"id: {line.Id}\ndata: {JsonSerializer.Serialize(line, LogsJson.Default.LogLine)}\n\n", end.Token);
                if (watch.Lines.Count == 0) await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The watcher left.
        }
        return TypedResults.Empty;
    }
}

/// <summary>Serialization of log lines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(Page<LogLine>))]
internal sealed partial class LogsJson : JsonSerializerContext;
