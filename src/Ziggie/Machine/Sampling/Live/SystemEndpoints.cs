using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Ziggie.Feeds;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Machine.Sampling.Processes;

namespace Ziggie.Machine.Sampling.Live;

/// <summary><c>/api/system</c>: how the machine is.</summary>
internal static class SystemEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/system").WithTags("Machine").Needs(Permissions.Read);
        group.MapGet("/stats", StatsAsync).WithSummary("Processors, memory, swap, disks, network, graphics cards, containers, temperatures, load and uptime of the machine");
        group.MapGet("/processes", ProcessesAsync).WithSummary("The processes that take most of the processors (sort=cpu) or of memory (sort=memory)");
        group.MapGet("/ws", WatchAsync).WithSummary("WebSocket with an update of /api/system/stats at once and then every 2 seconds, or ?interval= seconds (1 to 15); send {type: interval, seconds} to change it");
    }

    private static async Task<Ok<MachineStats>> StatsAsync(MachineMonitor monitor, CancellationToken cancel) => TypedResults.Ok(await monitor.StatsAsync(cancel));

    private static async Task<Results<Ok<ProcessList>, JsonHttpResult<Problem>>> ProcessesAsync(MachineMonitor monitor, CancellationToken cancel, int? limit = null, string? sort = null)
    {
        ProcessSort? by = sort switch { null or "" or "cpu" => ProcessSort.Cpu, "memory" => ProcessSort.Memory, _ => null };
        if (by is null) return Problems.BadInput("'sort' has to be cpu or memory.", ("sort", "Neither cpu nor memory."));
        return TypedResults.Ok(await monitor.ProcessesAsync(by.Value, Paging.Limit(limit), cancel));
    }

    private static async Task<IResult> WatchAsync(
        HttpContext context, MachineMonitor monitor, FeedLimits limits, StreamSlots slots, TimeProvider time, ILoggerFactory logs, string? interval = null)
    {
        if (!context.WebSockets.IsWebSocketRequest) return WebSocketProblems.Expected();
        if (SystemInterval.Parse(interval) is not { } every) return Problems.BadInput($"'interval': {SystemInterval.Rule}", ("interval", SystemInterval.Rule));
        var caller = context.Caller();
        using var slot = slots.TryTake(caller);
        if (slot is null) return WebSocketProblems.TooMany(limits.StreamsPerCaller);
        using var ends = new SocketEnds(context, caller);
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = limits.PingInterval, KeepAliveTimeout = limits.SendTimeout });
        using var socket = new JsonSocket(webSocket, limits.MessageBytes, limits.SendTimeout, time);
        await new SystemSocket(socket, monitor, every, time, logs.CreateLogger<SystemSocket>()).RunAsync(ends.Ended);
        return TypedResults.Empty;
    }
}
