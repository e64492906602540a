using System.Text.Json;
using Ziggie.Engine.Host;
using Ziggie.Wire;

namespace Ziggie.Models.Engine;

/// <summary>The engine's process while it runs.</summary>
/// <param name="Told">The setup that the process knows.</param>
internal sealed record EngineRun(EngineProcess Process, EngineClient Client, EngineSetup? Told)
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(10);

    /// <summary>Looks at it each second until it ends.</summary>
    /// <param name="saw">Is told what it says of itself.</param>
    /// <param name="stopIdle">Ends it where it has had no model for long. True where it did.</param>
    /// <returns>True where it ended by itself.</returns>
    public async Task<bool> WatchAsync(Action<EngineState> saw, Func<Task<bool>> stopIdle, TimeProvider time, CancellationToken stop)
    {
        var idleSince = time.GetUtcNow();
        while (!Process.Ended.IsCompleted && !stop.IsCancellationRequested)
        {
            await Task.WhenAny(Process.Ended, Task.Delay(s_lookEvery, time, stop));
            if (Process.Ended.IsCompleted || stop.IsCancellationRequested) break;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                await using var timer = time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), limit, s_patience, Timeout.InfiniteTimeSpan);
                var state = await Client.StateAsync(limit.Token);
                saw(state);
                if (state.Models.Count > 0) idleSince = time.GetUtcNow();
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or WireException or IOException or JsonException)
            {
                // It ends, or is busy; the next look tells.
                continue;
            }
            if (time.GetUtcNow() - idleSince > s_idle && await stopIdle()) return false;
        }
        return !stop.IsCancellationRequested;
    }
}
