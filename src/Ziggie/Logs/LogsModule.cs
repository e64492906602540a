using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ziggie.Feeds;
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

    private static async Task<Results<Ok<Page<LogLine>>, EmptyHttpResult, JsonHttpResult<Problem>>> ReadAsync(HttpContext context, LogRing ring, FeedLimits limits, TimeProvider time, int? tail, bool? follow)
    {
        var most = Math.Clamp(tail ?? DefaultTail, 0, LogRing.Capacity);
        if (follow != true) return TypedResults.Ok(new Page<LogLine>(ring.Tail(most), null));
        using var watch = ring.Watch(most);
        if (watch is null) return Problems.Of(429, "Too many watchers", "Too many callers follow the log; close one and try again.", "too_many_watchers");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.Caller().Revoked);
        await SseResponse.RunAsync(context, limits, time, async (sse, cancel) =>
        {
            await foreach (var line in watch.Lines.ReadAllAsync(cancel)) await sse.SendAsync(line.Id, null, JsonSerializer.SerializeToUtf8Bytes(line, LogsJson.Default.LogLine), cancel);
        }, end.Token);
        return TypedResults.Empty;
    }
}

/// <summary>Serialization of log lines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(Page<LogLine>))]
internal sealed partial class LogsJson : JsonSerializerContext;
