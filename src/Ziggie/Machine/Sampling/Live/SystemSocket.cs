using System.Text.Json;
using Microsoft.Extensions.Logging;
using Ziggie.Feeds;
using Ziggie.Http;

namespace Ziggie.Machine.Sampling.Live;

/// <summary>One watcher of the machine: an update at once, then as often as it likes.</summary>
internal sealed partial class SystemSocket(JsonSocket socket, MachineMonitor monitor, TimeSpan interval, TimeProvider time, ILogger log)
{
    public async Task RunAsync(Task<SocketEnd> ended)
    {
        using var over = new CancellationTokenSource();
        using var timer = new PeriodicTimer(interval, time);
        var telling = TellAsync(timer, over.Token);
        try
        {
            await socket.RunAsync(message => HandleAsync(message, timer, over.Token), ended);
        }
        finally
        {
            await over.CancelAsync();
            await telling;
        }
    }

    private async Task TellAsync(PeriodicTimer timer, CancellationToken over)
    {
        // The reader of the socket goes on at once, however long the first look takes.
        await Task.Yield();
        var failing = false;
        MachineStats? told = null;
        try
        {
            do
            {
                ReadOnlyMemory<byte> frame;
                try
                {
                    var stats = await monitor.StatsAsync(over);
                    failing = false;
                    // A look of a moment ago that this watcher has already seen.
                    if (ReferenceEquals(stats, told)) continue;
                    told = stats;
                    frame = JsonSerializer.SerializeToUtf8Bytes(new SystemFrame("stats", stats), MachineJson.Default.SystemFrame);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Told once, not every two seconds; the next tick tries again.
                    if (failing) continue;
                    failing = true;
                    LogFailed(e);
                    frame = FeedFrames.Error(null, "sample_failed", "The machine could not be looked at; trying on. Ziggie's log says why.");
                }
                if (!await socket.SendAsync(frame, over)) return;
            }
            while (await timer.WaitForNextTickAsync(over));
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
    }

    private async Task HandleAsync(ReadOnlyMemory<byte> json, PeriodicTimer timer, CancellationToken over)
    {
        SystemRequest? request = null;
        try
        {
            request = JsonSerializer.Deserialize(json.Span, MachineJson.Default.SystemRequest);
        }
        catch (JsonException)
        {
        }
        if (request is { Type: "interval" } && SystemInterval.Of(request.Seconds) is { } asked) timer.Period = asked;
        else if (request is { Type: "ping" }) await socket.SendAsync(FeedFrames.Ping, over);
        else if (request is not { Type: "pong" }) await socket.SendAsync(FeedFrames.Error(null, "bad_message", """Send {"type":"interval","seconds":2}; seconds are from 1 to 15."""), over);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking at the machine fails; trying on")]
    private partial void LogFailed(Exception e);
}
